import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseFrontMatter } from '../front-matter.ts';

const fields = {
  title: 'title: More cores',
  question: 'question: How much more?',
  part: 'part: 1',
  settles: 'settles: [scaling.a]',
  opens: 'opens: []',
  experiments: 'experiments: [cores]',
  needs: 'needs: { cores: 2, toolchains: [node] }',
  terms: 'terms: { introduces: [thread], assumes: [] }',
};

function lesson(changes: Partial<Record<keyof typeof fields, string>> = {}, more = ''): string {
  const lines = Object.values({ ...fields, ...changes }).filter((line) => line !== '');
  return `---\n${lines.join('\n')}\n${more}---\n\nText\n`;
}

test('front matter becomes data, and the text keeps its line numbers', () => {
  const source = lesson();
  const { data, body } = parseFrontMatter('a.mdx', source);
  assert.equal(data.title, 'More cores');
  const line = (text: string) => text.split('\n').indexOf('Text');
  assert.equal(line(body), line(source));
});

for (const [fault, source, message] of [
  ['is missing', 'Text', /a\.mdx: it has no front matter/],
  ['lacks a field', lesson({ question: '' }), /`question`/],
  ['has an unknown field', lesson({}, 'colour: red\n'), /colour/],
  ['names a claim wrongly', lesson({ settles: 'settles: [Scaling]' }), /`settles\.0`/],
  ['gives a text for a number', lesson({ part: 'part: one' }), /`part`/],
  [
    'names an unknown toolchain',
    lesson({ needs: 'needs: { cores: 2, toolchains: [cobol] }' }),
    /`needs\.toolchains\.0`/,
  ],
  ['is no YAML', lesson({ title: 'title: [' }), /its YAML does not parse/],
] as const)
  test(`front matter that ${fault} stops the build and names file and field`, () => {
    assert.throws(() => parseFrontMatter('a.mdx', source), message);
    assert.throws(() => parseFrontMatter('a.mdx', source), /^ContentError: a\.mdx/);
  });
