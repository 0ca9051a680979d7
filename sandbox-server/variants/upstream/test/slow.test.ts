// What upstream/slow says on the wire. How its delays are spread and how its slots follow each other, its own Rust tests say.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { build, findVariants, refuses, start, type Variant } from '../../test/variants.ts';

const slow = findVariants().find(({ id }) => id === 'upstream/slow') as Variant;
const here = { skip: slow.missing };
const knobs = (settings: Record<string, number>) => ['env', ...Object.entries(settings).map(([k, v]) => `${k}=${v}`)];

before(async () => {
  if (!slow.missing) await build(slow);
});

/** Starts it with knobs, and gives a function that asks it. */
async function slowWith(settings: Record<string, number>) {
  const server = await start(slow, 1, knobs(settings));
  const ask = (path: string, body?: object) =>
    fetch(`http://127.0.0.1:${server.port}${path}`, body && { method: 'POST', body: JSON.stringify(body) });
  return Object.assign(ask, { [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() });
}

test('a streamed answer is a line of JSON for each token, and a last line that sums up', here, async () => {
  await using ask = await slowWith({ DELAY_MS: 5, TOKEN_MS: 1 });
  const answer = await ask('/api/generate', { model: 'any', prompt: 'Why?', options: { num_predict: 3 } });
  assert.equal(answer.headers.get('content-type'), 'application/x-ndjson');
  const lines = (await answer.text())
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    lines.map(({ model, response, done }) => [model, response, done]),
    [
      ['any', 'a', false],
      ['any', ' server', false],
      ['any', ' that', false],
      ['any', '', true],
    ],
  );
  const { done_reason, eval_count, prompt_eval_duration, eval_duration, total_duration } = lines.at(-1);
  assert.deepEqual([done_reason, eval_count, eval_duration], ['stop', 3, 2_000_000]);
  assert.ok(prompt_eval_duration >= 5_000_000 && total_duration >= prompt_eval_duration + eval_duration);
});

test('the first token of a stream is there before the last one is made', here, async () => {
  await using ask = await slowWith({ DELAY_MS: 0, TOKEN_MS: 60_000 });
  const answer = await ask('/api/generate', { model: 'any' });
  const { value } = (await answer.body?.getReader().read()) ?? {};
  assert.equal(JSON.parse(Buffer.from(value ?? []).toString()).response, 'a');
  assert.equal((await (await ask('/slots')).json()).inFlight, 1);
});

test('with stream: false all tokens come as one answer', here, async () => {
  await using ask = await slowWith({ DELAY_MS: 0, TOKEN_MS: 0, TOKENS: 4 });
  const { response, done, eval_count } = await (await ask('/api/generate', { model: 'any', stream: false })).json();
  assert.deepEqual([response, done, eval_count], ['a server that waits', true, 4]);
});

test('the list of models names one, and a request without a model is told so', here, async () => {
  await using ask = await slowWith({});
  const { models } = await (await ask('/api/tags')).json();
  assert.deepEqual(
    models.map(({ name }: { name: string }) => name),
    ['slow:latest'],
  );
  const refused = await ask('/api/generate', { prompt: 'Why?' });
  assert.equal(refused.status, 400);
  assert.match((await refused.json()).error, /missing field `model`/);
});

test('one slot and a queue of one: the third call is turned away, and all are counted', here, async () => {
  await using ask = await slowWith({ SLOTS: 1, QUEUE: 1, DELAY_MS: 300 });
  const statuses = await Promise.all([1, 2, 3].map(async () => (await ask('/work')).status));
  assert.deepEqual(statuses.sort(), [200, 200, 503]);
  assert.deepEqual(await (await ask('/slots')).json(), { slots: 1, inFlight: 0, queued: 0, done: 2, refused: 1 });
});

test('a knob out of its range ends it with one sentence', here, async () => {
  const { code, stderr } = await refuses(slow, { SLOTS: '0' });
  assert.deepEqual([code, stderr], [1, 'SLOTS must be a whole number from 1 to 100000, not "0"\n']);
});
