import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import type { ProblemError } from '../../../protocol/errors.ts';
import { demandRoom, type Room, roomOf } from '../floors.ts';

/** When a host takes on nothing more. */
const enough: Room = { diskBytes: 3 * 1024 ** 3, memoryShare: 0.5, openFilesShare: 0.5 };
const refused = (room: Partial<Room>, code: string, text: RegExp) =>
  assert.throws(
    () => demandRoom({ ...enough, ...room }),
    ({ problem }: ProblemError) => problem.code === code && text.test(problem.text),
  );

test('a host with room takes on more, and one that does not tell is believed', () => {
  demandRoom(enough);
  demandRoom({ ...enough, memoryShare: undefined, openFilesShare: undefined });
});

test('below 2 GiB of disk, 15 % of memory or 20 % of open files nothing new is begun, and it says what is short', () => {
  refused({ diskBytes: 1.5e9 }, 'storage', /1\.5 GB left/);
  refused({ memoryShare: 0.149 }, 'host-full', /Only 14 % of this host's memory/);
  refused({ openFilesShare: 0.19 }, 'host-full', /Only 19 % .* open files/);
});

test('this host tells how much room it has', () => {
  const { diskBytes, memoryShare = 0, openFilesShare = 0 } = roomOf(tmpdir());
  assert.ok(diskBytes > 0);
  if (process.platform !== 'linux') return;
  assert.ok(memoryShare > 0 && memoryShare <= 1, `${memoryShare}`);
  assert.ok(openFilesShare > 0 && openFilesShare < 1, `${openFilesShare}`);
});
