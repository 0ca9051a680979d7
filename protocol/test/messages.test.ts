import assert from 'node:assert/strict';
import { test } from 'node:test';
import cores from '../../content/experiments/cores.experiment.ts';
import { asProblem, errorCodes, errorTable, ProblemError } from '../errors.ts';
import { experimentSchema } from '../experiment.ts';
import { clientMessageSchema, parseMessage } from '../messages.ts';
import { flagSchema, flagTable } from '../result.ts';
import { sourceHash } from '../source-hash.ts';

const parse = (value: unknown) =>
  parseMessage(clientMessageSchema, typeof value === 'string' ? value : JSON.stringify(value));

test('a message that fits is taken as it is', () => {
  const message = { v: 1, t: 'run.start', ref: 'a', experiment: 'cores', tier: 'look' };
  assert.deepEqual(parse(message), { ok: true, value: message });
});

for (const [name, value, code] of [
  ['no JSON', '{', 'malformed'],
  ['no object', '3', 'malformed'],
  ['null', 'null', 'malformed'],
  ['another protocol version', { v: 2, t: 'run.start' }, 'version'],
  ['no version', { t: 'run.start' }, 'version'],
  ['an unknown type', { v: 1, t: 'run.fly' }, 'unknown-type'],
  ['an unknown field', { v: 1, t: 'run.cancel', run: 'r-1', force: true }, 'malformed'],
  ['an id with a path in it', { v: 1, t: 'run.cancel', run: '../x' }, 'malformed'],
  ['an unknown tier', { v: 1, t: 'run.start', experiment: 'cores', tier: 'hasty' }, 'malformed'],
] as const) {
  test(`a message with ${name} is answered with "${code}" and a sentence`, () => {
    const answer = parse(value);
    assert.ok(!answer.ok);
    assert.equal(answer.code, code);
    assert.ok(answer.text.length > 10);
  });
}

test('the mark of a refused message comes back with the error', () => {
  const answer = parse({ v: 1, t: 'run.fly', ref: 'mark' });
  assert.ok(!answer.ok && answer.ref === 'mark');
});

test('a prototype in a message does not reach any object', () => {
  parse('{"v":1,"t":"run.cancel","run":"r-1","__proto__":{"polluted":true}}');
  assert.equal(({} as { polluted?: boolean }).polluted, undefined);
});

test('every error code has a status and a remedy, every flag a sentence', () => {
  for (const code of errorCodes)
    assert.ok(errorTable[code].status >= 400 && errorTable[code].remedy.endsWith('.'), code);
  for (const flag of flagSchema.options) assert.ok(flagTable[flag].text.endsWith('.'), flag);
});

test('what is thrown becomes a problem: ours keeps its code, a defect is internal', () => {
  assert.equal(asProblem(new ProblemError('limit', 'Full.')).code, 'limit');
  assert.equal(asProblem(new TypeError('x is undefined')).code, 'internal');
});

test('a malformed experiment is refused with the field that is wrong', () => {
  const broken = experimentSchema.safeParse({
    ...cores,
    questions: [{ ...cores.questions[0], of: { series: 'nowhere', at: 1 } }],
  });
  assert.match(broken.error?.issues[0]?.message ?? '', /no series `nowhere`/);
  assert.equal(
    experimentSchema.safeParse({ ...cores, load: { ...cores.load, rate: 100 } }).success,
    false,
    'an ignored setting',
  );
});

test('the source hash changes with a byte, a name and the border between two files', () => {
  const of = (...files: [string, string][]) => sourceHash(files.map(([path, text]) => ({ path, text })));
  const hashes = [
    of(['a', 'xy']),
    of(['a', 'xz']),
    of(['b', 'xy']),
    of(['a', 'x'], ['b', 'y']),
    of(['a', ''], ['b', 'xy']),
  ];
  assert.equal(new Set(hashes).size, hashes.length);
  assert.equal(of(['a', 'xy']), hashes[0]);
});
