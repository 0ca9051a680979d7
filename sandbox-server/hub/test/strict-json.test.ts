import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseStrictly } from '../strict-json.ts';

/** JSON from outside, as the hub reads it. */
const refused = (text: string, why: RegExp) => assert.throws(() => parseStrictly(text), { message: why });

test('ordinary JSON is read as it is, whatever its strings hold', () => {
  for (const text of [
    '{"a":{"b":[1,2,{"b":null}]},"b":"x"}',
    '[{"a":1},{"a":2}]',
    '{"text":"\\"a\\":1, {[ \\\\","a":"__proto__"}',
    '"constructor"',
    ' { "a" : { } , "b" : [ ] } ',
  ])
    assert.deepEqual(parseStrictly(text), JSON.parse(text), text);
});

test('[I2] names that reach the prototype are refused at any depth, however they are written', () => {
  for (const name of ['__proto__', 'constructor', 'prototype', '\\u005f_proto__'])
    refused(`{"a":[{"${name}":{"x":1}}]}`, /No value may be named/);
  assert.equal(({} as { x?: number }).x, undefined);
});

test('[I3] a name twice in one object is refused, also when it is written in two ways', () => {
  refused('{"a":1,"a":2}', /twice/);
  refused('{"a":1,"b":{"c":1},"\\u0061":2}', /twice/);
});

test('[I3] thirty-two levels are read, and one more is refused', () => {
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
  assert.ok(parseStrictly(nested(32)));
  refused(nested(33), /nested more than 32 deep/);
  refused(nested(100_000), /nested more than 32 deep/);
});

test('what is no JSON is said to be none', () => {
  for (const text of ['', '{', '{"a":1,}', "{'a':1}", '['.repeat(10_000)]) refused(text, /not JSON/);
});
