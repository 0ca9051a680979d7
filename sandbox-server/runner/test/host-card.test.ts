import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostCardSchema } from '../../../protocol/host.ts';
import { parseCoreList, readHostCard } from '../host-card.ts';

for (const [text, cores] of [
  ['0', [0]],
  ['0-3', [0, 1, 2, 3]],
  ['0-1,4,6-7\n', [0, 1, 4, 6, 7]],
  ['', []],
] as const) {
  test(`the core list "${text.trim()}" names ${cores.join(', ') || 'no core'}`, () =>
    assert.deepEqual(parseCoreList(text), cores));
}

test('this host has a card that fits the schema', () => {
  const card = hostCardSchema.parse(readHostCard('none', {}));
  assert.ok(card.physicalCores.every((core) => card.usableCores.includes(core)));
});
