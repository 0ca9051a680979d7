import { type RatioInterval, ratioInterval } from '../stats/interval.ts';

/** Two things that are measured in turn; each call is a slice and gives a positive number. */
export interface Pair {
  a(): Promise<number>;
  b(): Promise<number>;
}

/** ln(a/b) of one block: A B B A or B A A B, so that what drifts evenly cancels (ST1). */
export async function logRatioOfBlock({ a, b }: Pair, block: number): Promise<number> {
  const order = block % 2 === 0 ? [a, b, b, a] : [b, a, a, b];
  let difference = 0;
  for (const slice of order) difference += (slice === a ? 1 : -1) * Math.log(await slice());
  return difference / 2;
}

/** The interval of a/b over so many blocks, at least two; `use` makes the pair of each block and ends it afterwards. */
export async function ratioOfBlocks(
  blocks: number,
  withPair: (use: (pair: Pair) => Promise<number>) => Promise<number>,
): Promise<RatioInterval> {
  const logs: number[] = [];
  while (logs.length < blocks) logs.push(await withPair((pair) => logRatioOfBlock(pair, logs.length)));
  return ratioInterval(logs) as RatioInterval;
}
