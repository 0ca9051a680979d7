import assert from 'node:assert/strict';
import { test } from 'node:test';
import { innerLineSchema } from '../../../protocol/inner-lines.ts';
import { jvmInnerOf } from '../probes/jvm-log.ts';

const EPOCH_US = 13_000_000_000;
const at = (text: string) => {
  const sample = jvmInnerOf(`[13600000000000ns]${text}`, EPOCH_US);
  assert.ok(sample && innerLineSchema.safeParse(sample).success, text);
  assert.equal(sample.atUs, 600_000_000);
  return sample;
};

test('ME1: pauses of each collector are read with their kind, their beginning and the heap that was left', () => {
  for (const [told, kind, us, heapMebibytes] of [
    ['[gc] GC(0) Pause Young (Allocation Failure) 81M->79M(290M) 227.906ms', 'young', 227_906, 79],
    [
      '[gc       ] GC(3) Pause Young (Concurrent Start) (G1 Evacuation Pause) 207M->206M(300M) 51.659ms',
      'young',
      51_659,
      206,
    ],
    ['[gc       ] GC(3) Pause Full (System.gc()) 144M->1G(2G) 9.398ms', 'full', 9_398, 1024],
    ['[gc       ] GC(4) Pause Remark 272M->168M(300M) 0.964ms', 'remark', 964, 168],
    ['[gc       ] GC(7) Major Collection (System.gc()) 126M(42%)->102M(34%) 0.013s', 'concurrent', 13_000, 102],
    ['[gc       ] GC(4) Concurrent Mark Cycle 37.630ms', 'concurrent', 37_630, undefined],
  ] as const) {
    const { gc, heapUsedBytes, safepoints } = at(told);
    assert.deepEqual(
      gc.map((pause) => [pause.kind, Math.round(pause.us)]),
      [[kind, us]],
      told,
    );
    assert.equal(Math.round((gc[0]?.atUs ?? 0) + us), 600_000_000);
    assert.equal(heapUsedBytes, heapMebibytes === undefined ? undefined : heapMebibytes * 1024 ** 2);
    assert.deepEqual(safepoints, []);
  }
});

test('ME1: a safepoint is a stop of all threads, whatever it was for', () => {
  const told =
    '[safepoint] Safepoint "G1CollectFull", Time since last: 782439 ns, Reaching safepoint: 4072530 ns, ' +
    'At safepoint: 15893165 ns, Leaving safepoint: 13691 ns, Total: 19979386 ns, Threads: 0 runnable, 10 total';
  assert.deepEqual(at(told).safepoints, [
    { atUs: 600_000_000 - 19_979.386, us: 19_979.386, reachingUs: 4_072.53, name: 'G1CollectFull' },
  ]);
});

test('ME1: other lines of the log tell nothing', () => {
  for (const text of ['[1ns][gc] Using G1', '[1ns][gc       ] GC(4) Concurrent Mark Cycle', '[0.1s][gc] x', ''])
    assert.equal(jvmInnerOf(text, 0), undefined, text);
});
