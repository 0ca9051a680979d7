import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  embeddedResult,
  importIdOf,
  MAX_RESULT_BYTES,
  RESULT_ELEMENT,
  readResultFile,
} from '../../../protocol/result-file.ts';
import { syntheticResult } from './fixtures/synthetic-run.ts';

const result = syntheticResult(2, 'quick');
const page = (held: string) =>
  `<!doctype html><html><body><script type="application/json" id="${RESULT_ELEMENT}">${held}</script></body></html>`;

test('a result is read from JSON, from a recording, and from a page, each time the same', () => {
  const recording = { v: 1, recordedAt: result.endedAt, result };
  for (const text of [JSON.stringify(result), JSON.stringify(recording), page(embeddedResult(result))])
    assert.deepEqual(readResultFile(text), result);
});

test('no text of a result can end the element that holds it', () => {
  const hostile = { ...result, title: '</script><script>alert(1)</script><!--' };
  const text = page(embeddedResult(hostile));
  assert.equal(text.match(/<\/script>/g)?.length, 1);
  assert.deepEqual(readResultFile(text), hostile);
});

test('what is no result gets one sentence', () => {
  for (const text of ['', 'no json', '{}', '[1]', '<html></html>', page('{'), page('{}')]) {
    const words = readResultFile(text);
    assert.ok(typeof words === 'string' && /^this .*[.)]\.?$/.test(words), `${text}: ${words}`);
  }
  assert.match(readResultFile(' '.repeat(MAX_RESULT_BYTES + 1)) as string, /8\.0 MiB, and a result has at most 8/);
});

test('the same result is the same import, and another one is another', () => {
  assert.equal(importIdOf(result), importIdOf(structuredClone(result)));
  assert.notEqual(importIdOf(result), importIdOf({ ...result, run: 'r-other' }));
});
