import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom } from '../../../stats/random.ts';
import { type Label, spreadLabels } from '../label-layout.ts';

const TOLERANCE = 1e-9;

function overlaps(labels: readonly Label[], middles: readonly number[]): boolean {
  const spans = middles
    .map((middle, i) => [middle - (labels[i] as Label).height / 2, middle + (labels[i] as Label).height / 2] as const)
    .sort((a, b) => a[0] - b[0]);
  return spans.some(([start], i) => i > 0 && start < (spans[i - 1]?.[1] ?? 0) - TOLERANCE);
}

test('labels with room stay where they want to be', () => {
  assert.deepEqual(
    spreadLabels(
      [
        { y: 20, height: 10 },
        { y: 80, height: 10 },
      ],
      0,
      100,
    ),
    [20, 80],
  );
});

test('labels that would overlap stand around the mean of what they want', () => {
  assert.deepEqual(
    spreadLabels(
      [
        { y: 50, height: 10 },
        { y: 52, height: 10 },
      ],
      0,
      100,
    ),
    [46, 56],
  );
});

test('labels keep to the column at both ends', () => {
  assert.deepEqual(
    spreadLabels(
      [
        { y: -5, height: 10 },
        { y: 0, height: 10 },
      ],
      0,
      100,
    ),
    [5, 15],
  );
  assert.deepEqual(
    spreadLabels(
      [
        { y: 99, height: 10 },
        { y: 120, height: 10 },
      ],
      0,
      100,
    ),
    [85, 95],
  );
});

test('no two of a thousand random columns of labels overlap, and their order is that of the values', () => {
  const random = seededRandom(3);
  for (let round = 0; round < 1000; round++) {
    const labels = Array.from({ length: 1 + Math.floor(random() * 7) }, () => ({
      y: random() * 300,
      height: random() < 0.3 ? 32 : 16,
    }));
    const middles = spreadLabels(labels, 0, 300);
    assert.equal(overlaps(labels, middles), false);
    assert.ok(middles.every((middle, i) => middle >= (labels[i] as Label).height / 2 - TOLERANCE));
    assert.ok(middles.every((middle, i) => middle <= 300 - (labels[i] as Label).height / 2 + TOLERANCE));
    const order = labels.map((_, i) => i).sort((a, b) => (labels[a] as Label).y - (labels[b] as Label).y);
    assert.deepEqual(
      order.map((i) => middles[i]),
      order.map((i) => middles[i]).toSorted((a, b) => (a as number) - (b as number)),
    );
  }
});
