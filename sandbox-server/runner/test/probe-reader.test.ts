import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { decodeFromCompressedBase64 } from 'hdr-histogram-js';
import type { InnerLine } from '../../../protocol/inner-lines.ts';
import { ProbeReader } from '../probes/probe-reader.ts';

async function read(...lines: (string | object)[]): Promise<{ reader: ProbeReader; samples: InnerLine[] }> {
  const samples: InnerLine[] = [];
  const stream = new PassThrough();
  const reader = new ProbeReader(stream, 0, (sample) => samples.push(sample));
  stream.end(lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''));
  await reader.ended;
  return { reader, samples };
}

const node = (pid: number, atUs: number, delaysUs: number[]) => ({
  t: 'inner',
  source: 'node',
  atUs,
  pid,
  elu: 0.4,
  delaysUs,
  gc: [],
});

test('ME1: samples of every language come from one stream, and a cut line is left out', async () => {
  const tokio = { t: 'inner', source: 'tokio', atUs: 5, pid: 1, spanUs: 5, busyUs: [1], parks: [2] };
  const { samples } = await read(
    node(1, 3, [100, 200]),
    '{"t":"inner","source":"no',
    { ...tokio, aliveTasks: 1, globalQueue: 0 },
    '[9000ns][gc] GC(0) Pause Young (Normal) (G1 Evacuation Pause) 16M->15M(300M) 0.001ms',
    'Using G1',
  );
  assert.deepEqual(
    samples.map(({ source, atUs }) => [source, atUs]),
    [
      ['node', 3],
      ['tokio', 5],
      ['jvm', 9],
    ],
  );
  assert.ok(samples[0]?.source === 'node');
  assert.equal(decodeFromCompressedBase64(samples[0].loopDelay).totalCount, 2);
});

test('ME1: delays of all processes in a window are merged', async () => {
  const { reader } = await read(node(1, 250_000, [100]), node(2, 260_000, [90_000]), node(1, 500_000, [300, 400]));
  const delays = reader.loopDelay(0, 300_000);
  assert.equal(delays.totalCount, 3, 'of 90 ms, two beats: one was left out');
  assert.equal(reader.loopDelay(300_000, 500_000).totalCount, 2);
});

test('ME1: a process that misses two lines is silent since its last one', async () => {
  const { reader } = await read(node(1, 250_000, [0]), node(2, 260_000, [0]), node(1, 500_000, [0]));
  assert.deepEqual(reader.silentSince(700_000), new Map());
  assert.deepEqual(reader.silentSince(800_000), new Map([[2, 260_000]]));
});
