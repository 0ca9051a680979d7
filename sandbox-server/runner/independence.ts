import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import type { CorePair } from '../../protocol/runner-messages.ts';

const ROUNDS = 4;
const SPIN_MS = 200;
/** Counts turns of an empty loop for a while; the clock is looked at seldom enough not to be what is measured. */
const SPIN = `const until = performance.now() + ${SPIN_MS}; let turns = 0, x = 1;
while (performance.now() < until) { for (let i = 0; i < 20000; i++) x = (x * 1664525 + 1013904223) >>> 0; turns++; }
console.log(x === 0 ? 0 : turns);`;

/**
 * Whether cores slow each other down: spin loops alone and in pairs, in turn, medians of four rounds (CP2). Takes
 * about a second for each pair.
 */
export async function probeIndependence(pairs: readonly (readonly [number, number])[]): Promise<CorePair[]> {
  const found: CorePair[] = [];
  for (const [a, b] of pairs) {
    const rounds: { alone: [number, number]; together: [number, number] }[] = [];
    for (let round = 0; round < ROUNDS; round++)
      rounds.push({ alone: [await spin(a), await spin(b)], together: await Promise.all([spin(a), spin(b)]) });
    const kept = (i: 0 | 1) =>
      median(rounds.map(({ together }) => together[i])) / median(rounds.map(({ alone }) => alone[i]));
    found.push({ cores: [a, b], kept: [kept(0), kept(1)] });
  }
  return found;
}

async function spin(core: number): Promise<number> {
  const child = spawn('taskset', ['-c', String(core), process.execPath, '-e', SPIN], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return Number(await text(child.stdout));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((x, y) => x - y);
  const middle = sorted.length / 2;
  return sorted.length % 2
    ? (sorted[Math.floor(middle)] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}
