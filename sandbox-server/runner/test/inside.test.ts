import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { NodeInner } from '../../../protocol/inner-lines.ts';
import { Inside } from '../inside.ts';

const line = (atMs: number, elu: number, pid = 1): NodeInner => ({
  t: 'inner',
  source: 'node',
  atUs: atMs * 1000,
  pid,
  elu,
  loopDelay: '',
  gc: [],
});

function busyShare(lines: readonly NodeInner[], fromMs: number, toMs: number): number | undefined {
  const inside = new Inside();
  for (const one of lines) inside.add(one);
  return inside.busyShare(fromMs * 1000, toMs * 1000);
}

test('a line that a blocked loop told late counts for all the time that it speaks of', () => {
  assert.equal(busyShare([line(0, 0), line(250, 0), line(1000, 0.8)], 0, 1000), 0.6);
});

test('what lies outside of the time asked for does not count', () => {
  assert.equal(busyShare([line(0, 1), line(500, 0), line(1000, 1)], 250, 750), 0.5);
});

test('of several processes the busiest one is told, and not a mean with those that idle', () => {
  assert.equal(busyShare([line(0, 0), line(0, 0, 2), line(1000, 0.1), line(1000, 0.9, 2)], 0, 1000), 0.9);
});

test('who has told nothing of that time has no share', () => {
  assert.equal(busyShare([line(100, 0.5)], 200, 400), undefined);
});
