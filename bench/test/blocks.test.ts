import assert from 'node:assert/strict';
import { test } from 'node:test';
import { logRatioOfBlock, ratioOfBlocks } from '../blocks.ts';

/** A pair that writes down who was asked; values drift by the same factor with each slice. */
function drifting(factor: number) {
  const order: string[] = [];
  const slice = (name: string, value: number) => async () => {
    order.push(name);
    return value * factor ** order.length;
  };
  return { order, pair: { a: slice('A', 3), b: slice('B', 1) } };
}

test('ST1: slices go A B B A and B A A B in turn, so that an even drift cancels', async () => {
  for (const [block, expected] of ['ABBA', 'BAAB', 'ABBA'].entries()) {
    const { order, pair } = drifting(1.1);
    const log = await logRatioOfBlock(pair, block);
    assert.equal(order.join(''), expected);
    assert.ok(Math.abs(Math.exp(log) - 3) < 1e-9, `${Math.exp(log)}`);
  }
});

test('ST5: each block has a pair of its own', async () => {
  let made = 0;
  const interval = await ratioOfBlocks(3, (use) => {
    made += 1;
    return use(drifting(1).pair);
  });
  assert.deepEqual([made, interval.blocks], [3, 3]);
  assert.ok(Math.abs(interval.ratio - 3) < 1e-9);
});
