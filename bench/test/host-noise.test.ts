import assert from 'node:assert/strict';
import { test } from 'node:test';
import { coreTimes } from '../host-noise.ts';
import { processTicks } from '../process-tree.ts';

test('ST7: waiting for a disk is idle, stolen time is not, and other cores do not count', () => {
  // user nice system idle iowait irq softirq steal guest guest_nice
  const text =
    'cpu  9 9 9 9 9 9 9 9 0 0\ncpu0 1 2 3 100 50 4 5 7 0 0\ncpu1 10 0 0 0 0 0 0 1 0 0\ncpu12 90 0 0 0 0 0 0 9 0 0\n';
  assert.deepEqual(coreTimes(text, [0, 1]), { lookedBusyMs: 250, idleMs: 1500, stealMs: 80 });
});

test('ST7: a process has the time of its ended children, whatever its name is', () => {
  const text = '42 (a) b) S 1 42 42 0 -1 4194560 100 200 0 0 11 12 13 14 20 0 1 0 5 6 7\n';
  assert.deepEqual(processTicks(text), { own: 23, endedChildren: 27 });
});
