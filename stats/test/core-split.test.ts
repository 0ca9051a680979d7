import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type CoreSplit,
  dependentPairs,
  independentCores,
  pairsToProbe,
  physicalCores,
  rhoOf,
  splitCores,
  usableCores,
} from '../core-split.ts';

const cores = (n: number) => Array.from({ length: n }, (_, i) => i);

test('[CP1] usable are the cores of affinity and cpuset together, no more than a quota pays for', () => {
  for (const [given, expected] of [
    [{ affinity: [0, 1, 2, 3] }, [0, 1, 2, 3]],
    [{ affinity: [0, 1, 2, 3], cpuset: [2, 3, 4] }, [2, 3]],
    [{ affinity: [0, 1, 2, 3], quotaCores: 2.5 }, [0, 1]],
    [{ affinity: [4, 5], quotaCores: 0.5 }, [4]],
    [{ affinity: [4, 5], quotaCores: 64 }, [4, 5]],
  ] as const)
    assert.deepEqual(usableCores(given), expected);
});

test('[CP1] of hardware threads that share a core one counts, whichever way the kernel numbers them', () => {
  const neighbours = (core: number) => [core - (core % 2), core - (core % 2) + 1];
  const halves = (core: number) => [core % 4, (core % 4) + 4];
  assert.deepEqual(physicalCores(cores(8), neighbours), [0, 2, 4, 6]);
  assert.deepEqual(physicalCores(cores(8), halves), [0, 1, 2, 3]);
  assert.deepEqual(physicalCores([1, 2, 3], neighbours), [1, 2], 'a sibling that may not be used does not count');
  assert.deepEqual(physicalCores([4, 5], halves), [4, 5]);
  assert.deepEqual(
    physicalCores(cores(4), () => []),
    [0, 1, 2, 3],
    'unknown: each counts',
  );
});

test('[CP1] of fast and slow cores only the fast ones are used', () => {
  const capacity = (core: number) => (core < 2 ? 1024 : 600);
  assert.deepEqual(
    physicalCores(cores(6), (core) => [core], capacity),
    [0, 1],
  );
  assert.deepEqual(
    physicalCores(
      cores(3),
      (core) => [core],
      (core) => 1000 + core,
    ),
    [0, 1, 2],
  );
});

test('[CP5] cores near the same memory stand together, whichever way the kernel numbers them', () => {
  const interleaved = (core: number) => core % 2;
  const own = (core: number) => [core];
  assert.deepEqual(
    physicalCores(cores(6), own, () => undefined, interleaved),
    [0, 2, 4, 1, 3, 5],
  );
  const physical = physicalCores(cores(64), own, () => undefined, interleaved);
  const server = splitCores(physical, { over: 'cores', rho: 1 })?.serverCores(24);
  assert.deepEqual([...new Set(server?.map(interleaved))], [0]);
});

test('[CP2] a pair is independent when both keep nine tenths of their speed', () => {
  assert.deepEqual(dependentPairs([{ cores: [0, 1], kept: [0.9, 0.99] }]), []);
  const [free, slowed] = [
    { cores: [0, 1], kept: [0.99, 0.99] },
    { cores: [1, 2], kept: [0.55, 0.6] },
  ] as const;
  assert.deepEqual(dependentPairs([free, slowed]), [[1, 2]]);
});

test('[CP2] of cores that slow each other down half are left, and never two of one pair', () => {
  const neighbours = [
    [0, 1],
    [2, 3],
    [4, 5],
    [6, 7],
  ] as const;
  assert.deepEqual(independentCores(cores(8), neighbours), [0, 2, 4, 6]);
  const halfApart = [
    [0, 4],
    [1, 5],
    [2, 6],
    [3, 7],
  ] as const;
  assert.deepEqual(independentCores(cores(8), halfApart), [0, 1, 2, 3]);
  assert.deepEqual(independentCores(cores(4), [[0, 2]]), [0, 1]);
  assert.deepEqual(independentCores([0, 1], [[0, 1]]), [0]);
  assert.deepEqual(independentCores(cores(3), [[0, 1]]), [0, 2]);
  assert.deepEqual(independentCores(cores(8), []), cores(8));
});

test('[CP2] on few cores all pairs are probed, on many each with its neighbour and with the one half apart', () => {
  assert.deepEqual(pairsToProbe([0, 1]), [[0, 1]]);
  assert.equal(pairsToProbe(cores(4)).length, 6);
  const many = pairsToProbe(cores(16));
  assert.ok(many.length <= 24);
  for (const pair of [
    [0, 1],
    [7, 15],
  ])
    assert.ok(many.some((known) => known[0] === pair[0] && known[1] === pair[1]));
});

test('[CP4] rho is what the load tool uses over what the server uses, and not known when one of them was lost', () => {
  assert.equal(rhoOf(10, 50), 0.2);
  for (const [load, server] of [
    [10, undefined],
    [undefined, 50],
    [10, 0],
  ] as const)
    assert.equal(rhoOf(load, server), undefined);
});

test('[CP5] one physical core runs nothing', () => {
  assert.equal(splitCores([0], { over: 'cores', rho: 0.2 }), undefined);
  assert.equal(splitCores([0], { over: 'fixed', rho: 0.2 }), undefined);
});

test('[CP7] a sweep over two cores shares them, at one core as well as at two', () => {
  const split = splitCores([0, 1], { over: 'cores', rho: 0.05 });
  assert.equal(split?.mode, 'shared');
  assert.deepEqual(split?.sweep, [1, 2]);
  for (const count of [1, 2]) assert.deepEqual(split?.serverCores(count), split?.loadCores(count));
  assert.deepEqual(split?.serverCores(1), [1]);
});

test('[CP5] on two cores one server has the last one, the load tool and the sandbox server the first', () => {
  const split = splitCores([0, 1], { over: 'fixed', rho: 1 });
  assert.equal(split?.mode, 'split');
  assert.deepEqual([split?.serverCores(1), split?.loadCores(1), split?.hubCores, split?.sweep], [[1], [0], [0], [1]]);
});

for (const [n, rho, expected] of [
  [4, 1, 1],
  [4, 0.2, 2],
  [4, 0.1, 3],
  [8, 1, 2],
  [8, 0.2, 5],
  [16, 1, 6],
  [16, 0.2, 11],
  [64, 1, 24],
  [64, 0.2, 44],
] as const)
  test(`[CP5] of ${n} cores at rho ${rho} a server gets at most ${expected}`, () => {
    assert.equal(splitCores(cores(n), { over: 'cores', rho })?.sweep.at(-1), expected);
  });

for (const [n, over, rho, expected] of [
  [8, 'fixed', 0.2, 1],
  [8, 'cores', 0.2, 2],
  [8, 'cores', 1, 3],
  [16, 'fixed', 1, 2],
  [16, 'cores', 0.01, 1],
  [16, 'cores', 1, 9],
  [64, 'cores', 0.2, 13],
] as const)
  test(`[CP4] [CP5] of ${n} cores at rho ${rho}, ${over}, the load tool gets the ${expected} that it needs`, () => {
    const split: CoreSplit | undefined = splitCores(cores(n), { over, rho });
    for (const count of split?.sweep ?? []) assert.equal(split?.loadCores(count).length, expected);
  });

test('[CP5] up to eight cores every count is swept, beyond them about evenly on a log scale', () => {
  assert.deepEqual(splitCores(cores(8), { over: 'cores', rho: 0.2 })?.sweep, [1, 2, 3, 4, 5]);
  assert.deepEqual(splitCores(cores(16), { over: 'cores', rho: 0.2 })?.sweep, [1, 2, 3, 4, 6, 8, 11]);
  assert.deepEqual(splitCores(cores(64), { over: 'cores', rho: 0.2 })?.sweep, [1, 2, 3, 4, 6, 8, 11, 16, 24, 32, 44]);
});

for (const n of [4, 5, 6, 8, 12, 16, 32, 64, 128])
  for (const rho of [0, 0.05, 0.1, 0.2, 1, 10])
    for (const over of ['cores', 'fixed'] as const)
      test(`[CP1] [CP4] ${n} cores at rho ${rho}, ${over}: nobody shares a core with the server, and the load tool has room`, () => {
        const split: CoreSplit | undefined = splitCores(cores(n), { over, rho });
        assert.ok(split);
        for (const count of split.sweep) {
          const server: number[] = split.serverCores(count);
          const load: number[] = split.loadCores(count);
          assert.equal(server.length, count);
          assert.ok(load.length >= 1);
          const others: Set<number> = new Set([...load, ...split.hubCores, 0]);
          assert.deepEqual(
            server.filter((core) => others.has(core)),
            [],
          );
          assert.ok([...server, ...load].every((core) => core < n));
          if (count > 1) assert.ok((count * rho) / load.length <= 0.7 + 1e-9, `${count * rho} on ${load.length}`);
        }
      });
