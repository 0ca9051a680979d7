import { readFileSync } from 'node:fs';

/** A setting from the environment, as text. */
export function setting(name) {
  const text = process.env[name];
  if (text === undefined) throw new Error(`Set ${name}: the subject.json names its values.`);
  return text;
}

/** Prints the metrics of one repetition, by their names in `metrics.ts` and in their units. */
export const line = (metrics) => console.log(JSON.stringify({ v: 1, metrics }));

/** Waits until standard input ends, then ends: until then memory and CPU time can be read from outside. */
export function stay() {
  process.stdin.on('end', () => process.exit(0)).resume();
}

/** Resident memory and address space of this process, in bytes. */
export function memory() {
  const status = readFileSync('/proc/self/status', 'utf8');
  const bytes = (name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)[1]) * 1024;
  return { resident: bytes('VmRSS'), address: bytes('VmSize') };
}

/** One line for each of REPETITIONS rounds, after WARMUP rounds that nobody hears of: until then V8 still compiles. */
export async function repeat(round) {
  for (let i = Number(setting('WARMUP')); i > 0; i--) await round();
  for (let i = Number(setting('REPETITIONS')); i > 0; i--) line(await round());
}

/** One of several ways by its name. */
export function chosen(name, ways) {
  const way = ways[setting(name)];
  if (!way) throw new Error(`${name} is "${setting(name)}"; it is one of ${Object.keys(ways).join(', ')}.`);
  return way;
}
