import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import type { CorePair } from '../../protocol/runner-messages.ts';
import { dependentPairs } from '../../stats/core-split.ts';

const ROUNDS = 4;
const SPIN_MS = 200;
/** Another program can make cores look dependent, never independent: such a finding has to show each time. */
const ATTEMPTS = 3;
/** Until both processes have started. */
const HEAD_START_MS = 300;

/**
 * Runs on one core and counts turns of an empty loop: in each round one slot alone, one in which the other core is alone,
 * one together. The slots are times of the clock, so that two processes keep to them without a word.
 */
const SPIN = `
const [role, startAt] = process.argv.slice(1).map(Number);
const now = () => performance.timeOrigin + performance.now();
const sleeper = new Int32Array(new SharedArrayBuffer(4));
let x = 1;
function turnsIn(slot) {
  const from = startAt + slot * ${SPIN_MS};
  Atomics.wait(sleeper, 0, 0, Math.max(from - now(), 0));
  const begun = now();
  let turns = 0;
  while (now() < from + ${SPIN_MS}) { for (let i = 0; i < 20000; i++) x = (x * 1664525 + 1013904223) >>> 0; turns++; }
  return turns / (now() - begun);
}
turnsIn(role);
const alone = [], together = [];
for (let round = 1; round <= ${ROUNDS}; round++) {
  alone.push(turnsIn(3 * round + role));
  together.push(turnsIn(3 * round + 2));
}
console.log(JSON.stringify({ alone, together }));`;

/**
 * Whether cores slow each other down: spin loops alone and in pairs, in turn, medians of four rounds (CP2). The first
 * round warms up. Takes about three seconds for each pair, and up to three times as long for one that looks dependent.
 */
export async function probeIndependence(pairs: readonly (readonly [number, number])[]): Promise<CorePair[]> {
  const found: CorePair[] = [];
  for (const cores of pairs) {
    let best = await probePair(cores);
    for (let attempt = 2; attempt <= ATTEMPTS && dependentPairs([best]).length > 0; attempt++) {
      const next = await probePair(cores);
      if (Math.min(...next.kept) > Math.min(...best.kept)) best = next;
    }
    found.push(best);
  }
  return found;
}

async function probePair([a, b]: readonly [number, number]): Promise<CorePair> {
  const startAt = performance.timeOrigin + performance.now() + HEAD_START_MS;
  return { cores: [a, b], kept: await Promise.all([spin(a, 0, startAt), spin(b, 1, startAt)]) };
}

/** Share of its speed that a core kept while the other one was busy. */
async function spin(core: number, role: 0 | 1, startAt: number): Promise<number> {
  const argv = ['-c', String(core), process.execPath, '-e', SPIN, String(role), String(startAt)];
  const child = spawn('taskset', argv, { stdio: ['ignore', 'pipe', 'inherit'] });
  const { alone, together } = JSON.parse(await text(child.stdout)) as { alone: number[]; together: number[] };
  return median(together) / median(alone);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((x, y) => x - y);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] as number) + (sorted[Math.floor(middle)] as number)) / 2;
}
