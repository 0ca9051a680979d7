import assert from 'node:assert/strict';
import { test } from 'node:test';
import { splitCores } from '../core-split.ts';

const cores = (n: number) => Array.from({ length: n }, (_, i) => i);

test('[CP5] one physical core runs no sweep', () => {
  assert.equal(splitCores([0]), undefined);
});

test('[CP7] two cores are shared by server and load tool, at one core as well as at two', () => {
  const split = splitCores([0, 1]);
  assert.equal(split?.mode, 'shared');
  assert.deepEqual(split?.sweep, [1, 2]);
  for (const count of [1, 2]) assert.deepEqual(split?.serverCores(count), split?.loadCores(count));
  assert.deepEqual(split?.serverCores(1), [1]);
});

for (const [n, sweep] of [
  [4, [1, 2]],
  [8, [1, 2, 3, 4, 6]],
  [16, [1, 2, 3, 4, 6, 8, 11, 14]],
  [64, [1, 2, 3, 4, 6, 8, 11, 16, 24, 32, 44, 57]],
] as const) {
  test(`[CP5] of ${n} cores the server is given ${sweep.join(', ')}`, () => {
    const split = splitCores(cores(n));
    assert.equal(split?.mode, 'split');
    assert.deepEqual(split?.sweep, sweep);
  });

  test(`[CP1] on ${n} cores no core is given to both server and load tool, and core 0 to neither`, () => {
    const split = splitCores(cores(n));
    for (const count of split?.sweep ?? []) {
      const server = split?.serverCores(count) ?? [];
      const load = split?.loadCores(count) ?? [];
      assert.equal(server.length, count);
      assert.ok(load.length >= 1);
      assert.deepEqual(
        server.filter((core) => load.includes(core) || core === 0),
        [],
      );
      assert.ok([...server, ...load].every((core) => core < n));
    }
  });
}
