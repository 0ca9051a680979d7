import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cutRegion } from '../regions.ts';

const source = [
  'import a from "a";',
  '',
  'function outer() {',
  '  // #region inner',
  '  const x = 1; // [2]',
  '    deeper(x); // [1]',
  '',
  '  // #endregion inner',
  '}',
  '',
  '// [1] The first note.',
  '// [2] The second note goes',
  '//     on in a second line.',
].join('\n');

test('a region is cut without its marks and without the common indent', () => {
  const { code, firstLine } = cutRegion('a.js', source, 'inner');
  assert.equal(code, 'const x = 1; // [2]\n  deeper(x); // [1]\n');
  assert.equal(firstLine, 5);
});

test('notes that a region refers to come with it, in the order of the code', () => {
  assert.deepEqual(cutRegion('a.js', source, 'inner').notes, [
    { mark: '[2]', text: 'The second note goes on in a second line.' },
    { mark: '[1]', text: 'The first note.' },
  ]);
});

test('marks of a region inside are left out', () => {
  const nested = '// #region a\none\n// #region b\ntwo\n// #endregion b\n// #endregion a';
  assert.equal(cutRegion('a.js', nested, 'a').code, 'one\ntwo');
});

test('a name that only begins like the wanted one is another region', () => {
  assert.throws(() => cutRegion('a.js', '// #region burn-for\nx\n// #endregion burn-for', 'burn'), /no region `burn`/);
});

for (const [fault, text, message] of [
  ['missing', 'x', /a\.js: it has no region `inner`\. Add the line/],
  ['open', '// #region inner\nx', /region `inner` is not closed/],
  ['empty', '// #region inner\n\n// #endregion inner', /region `inner` is empty/],
] as const)
  test(`a region that is ${fault} stops the build and says what to do`, () => {
    assert.throws(() => cutRegion('a.js', text, 'inner'), message);
  });
