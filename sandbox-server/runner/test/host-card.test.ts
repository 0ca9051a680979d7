import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostCardSchema } from '../../../protocol/host.ts';
import { firstOfSiblings, parseCoreList, readHostCard } from '../host-card.ts';

for (const [text, cores] of [
  ['0', [0]],
  ['0-3', [0, 1, 2, 3]],
  ['0-1,4,6-7\n', [0, 1, 4, 6, 7]],
] as const) {
  test(`the core list "${text.trim()}" names ${cores.join(', ')}`, () => assert.deepEqual(parseCoreList(text), cores));
}

test('[CP1] of two sibling threads one stands for the physical core', () => {
  const siblings = ['0,4', '1,5', '2,6', '3,7', '0,4', '1,5', '2,6', '3,7'];
  assert.deepEqual(
    firstOfSiblings([0, 1, 2, 3, 4, 5, 6, 7], (core) => siblings[core] as string),
    [0, 1, 2, 3],
  );
});

test('[CP1] siblings outside the affinity do not hide the usable one', () => {
  assert.deepEqual(
    firstOfSiblings([4, 5], (core) => ['', '', '', '', '0,4', '1,5'][core] as string),
    [4, 5],
  );
});

test('this host has a card that fits the schema', () => {
  const card = hostCardSchema.parse(readHostCard('none', {}));
  assert.ok(card.physicalCores.every((core) => card.usableCores.includes(core)));
});
