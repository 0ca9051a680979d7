import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LabLimits } from '../../../../protocol/host.ts';
import type { DiskUse } from '../disk-use.ts';
import type { Lab, LabEnd } from '../lab.ts';
import { LabWatch } from '../lab-watch.ts';
import { singleUserLimits } from '../limits.ts';

/** When a lab is warned and when it ends, on a clock that the test moves; what really ends then is tested elsewhere. */
const MINUTE = 60_000;
const MEGABYTE = 1e6;
const limits: LabLimits = {
  ...singleUserLimits,
  memoryBytes: 100 * MEGABYTE,
  diskBytes: 100 * MEGABYTE,
  files: 1000,
  idleMs: 120 * MINUTE,
};

function watched(own: Partial<LabLimits> = {}) {
  const at = { now: 0, held: 0, use: { bytes: 0, files: 0 } as DiskUse, room: 1e12, measuring: false };
  const said: string[] = [];
  const done = { end: undefined as LabEnd | undefined, programsEnded: 0, looks: 0 };
  const lab: Pick<Lab, 'heldBytes' | 'usedDisk' | 'endPrograms' | 'close' | 'ended'> = {
    heldBytes: () => at.held,
    usedDisk: async () => {
      done.looks++;
      return at.use;
    },
    endPrograms: () => void done.programsEnded++,
    close: async (reason) => {
      done.end ??= reason;
    },
    ended: new Promise(() => {}),
  };
  const watch = new LabWatch(
    lab as Lab,
    { ...limits, ...own },
    {
      room: () => ({ bytes: at.room, files: 1e6 }),
      isMeasuring: () => at.measuring,
      notice: (text) => said.push(text),
      clock: () => at.now,
    },
  );
  const pass = async (ms: number) => {
    at.now += ms;
    await watch.tick();
  };
  return { at, said, done, watch, pass };
}

test('[B9] a lab whose programs hold more than it may have ends with the reason oom, and says so', async () => {
  const { at, said, done, pass } = watched();
  at.held = 100 * MEGABYTE;
  await pass(500);
  assert.equal(done.end, undefined);
  at.held = 150 * MEGABYTE;
  await pass(500);
  assert.equal(done.end, 'oom');
  assert.match(said[0] ?? '', /held 150 MB of memory, and it may have 100 MB/);
});

test('[B10] files beyond the quota end the programs, a minute to delete follows, then the lab ends with the reason limit', async () => {
  const { at, said, done, pass } = watched();
  await pass(500);
  at.use = { bytes: 120 * MEGABYTE, files: 10 };
  at.room -= 120 * MEGABYTE;
  await pass(500);
  assert.equal(done.programsEnded, 1);
  assert.match(said[0] ?? '', /take 120 MB, and they may take 100 MB/);
  await pass(MINUTE);
  assert.equal(done.end, undefined);
  await pass(500);
  assert.equal(done.end, 'limit');
});

test('[B10] whoever deletes in time goes on, and whoever writes on is stopped again', async () => {
  const { at, said, done, pass } = watched();
  at.use = { bytes: 120 * MEGABYTE, files: 10 };
  await pass(500);
  at.use = { bytes: 130 * MEGABYTE, files: 10 };
  await pass(500);
  assert.equal(done.programsEnded, 2);
  at.use = { bytes: 90 * MEGABYTE, files: 10 };
  await pass(500);
  assert.match(said.at(-1) ?? '', /within their limit again/);
  await pass(2 * MINUTE);
  assert.equal(done.end, undefined);
});

test('[B11] too many files are too much as well', async () => {
  const { at, said, done, pass } = watched();
  at.use = { bytes: 1, files: 1001 };
  await pass(500);
  assert.equal(done.programsEnded, 1);
  assert.match(said[0] ?? '', /are 1001, and there may be 1000/);
});

test('the disk is counted only when it filled, or now and then while nothing is measured', async () => {
  const { at, done, pass } = watched();
  await pass(500);
  assert.equal(done.looks, 1);
  await pass(500);
  assert.equal(done.looks, 1);
  at.room -= 20 * MEGABYTE;
  await pass(500);
  assert.equal(done.looks, 2);
  at.measuring = true;
  await pass(10 * MINUTE);
  assert.equal(done.looks, 2);
  at.measuring = false;
  await pass(500);
  assert.equal(done.looks, 3);
});

test('[B17] an idle lab is warned ten and two minutes before, once each, and ends with the reason idle', async () => {
  const { said, done, pass } = watched();
  await pass(109 * MINUTE);
  assert.equal(said.length, 0);
  await pass(MINUTE);
  await pass(MINUTE);
  assert.equal(said.length, 1);
  assert.match(said[0] ?? '', /ends in 10 minutes/);
  await pass(7 * MINUTE);
  assert.match(said[1] ?? '', /ends in 2 minutes/);
  await pass(2 * MINUTE);
  assert.equal(done.end, 'idle');
});

test('[B17] typing and measuring keep a lab from being idle, and it is warned anew later', async () => {
  const { at, said, done, watch, pass } = watched();
  await pass(110 * MINUTE);
  watch.noteUse();
  await pass(109 * MINUTE);
  assert.equal(said.length, 1);
  at.measuring = true;
  await pass(10 * 60 * MINUTE);
  at.measuring = false;
  await pass(110 * MINUTE);
  assert.equal(said.length, 2);
  assert.equal(done.end, undefined);
});

test('[B17] a lab with a lifetime ends when it is over, however busy it is', async () => {
  const { at, said, done, pass } = watched({ lifetimeMs: 480 * MINUTE });
  at.measuring = true;
  await pass(470 * MINUTE);
  assert.match(said[0] ?? '', /ends in 10 minutes/);
  await pass(10 * MINUTE);
  assert.equal(done.end, 'lifetime');
});
