import { parseArgs } from 'node:util';
import { attempt, skipped } from './attempts.ts';
import type { Bar, BarResult } from './bar.ts';
import { build } from './binaries.ts';
import { coreSeparation } from './core-separation.ts';
import { costBesideOha, costBesideWrk } from './cost.ts';
import { courseFigures, courseThroughput } from './course.ts';
import { faults } from './faults.ts';
import { fits } from './fits.ts';
import { histogramSums } from './histogram-sums.ts';
import { knownPace } from './known-pace.ts';
import { knownRatio } from './known-ratio.ts';
import { learners } from './learners.ts';
import { loopDelay } from './loop-delay.ts';
import { overload } from './overload.ts';
import { probeCost } from './probe-cost.ts';
import { sameServer } from './same-server.ts';
import { samplerCost } from './sampler-cost.ts';
import { schedule } from './schedule.ts';
import { selfDoubt } from './self-doubt.ts';
import { sitePages } from './site.ts';
import { besideWrk2, stall } from './stall.ts';
import { terminalFigures } from './terminal.ts';
import { websockets } from './websockets.ts';

/**
 * `npm run bench [-- AB4 …] [--short] [--full] [--rounds N] [--json]`: each bar with its figures. Speed stands here and
 * never in a test: with `--short` only a wrong count or flag is an error, and no bar begins after ten minutes.
 */
const bars: readonly Bar[] = [
  costBesideWrk,
  costBesideOha,
  schedule,
  stall,
  besideWrk2,
  overload,
  selfDoubt,
  faults,
  samplerCost,
  probeCost,
  sameServer,
  knownRatio,
  knownPace,
  histogramSums,
  coreSeparation,
  loopDelay,
  websockets,
  fits,
  courseFigures,
  courseThroughput,
  terminalFigures,
  learners,
  sitePages,
];

/** From the start of the bench to the start of the last bar of `--short`. */
const SHORT_MS = 600_000;

function stop(text: string): never {
  process.stderr.write(`${text}\n`);
  process.exit(2);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean' },
    short: { type: 'boolean', default: false },
    full: { type: 'boolean', default: false },
    rounds: { type: 'string' },
  },
});
const unknown = positionals.find((id) => !bars.some((bar) => bar.id === id));
if (unknown) stop(`There is no bar "${unknown}". There are: ${bars.map(({ id }) => id).join(', ')}.`);
const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
if (rounds !== undefined && !(Number.isInteger(rounds) && rounds >= 2 && rounds <= 100))
  stop('--rounds must be a whole number from 2 to 100.');

const chosen = bars.filter((bar) => (positionals.length > 0 ? positionals.includes(bar.id) : !bar.long || values.full));
try {
  if (chosen.some(({ ownPrograms }) => !ownPrograms)) build();
} catch (error) {
  stop((error as Error).message);
}
const extent = { short: values.short, full: values.full, rounds };
const results: BarResult[] = [];
for (const bar of chosen) {
  const result =
    values.short && performance.now() > SHORT_MS
      ? skipped(bar, `the ${SHORT_MS / 60_000} minutes of --short were over: npm run bench -- ${bar.id}`)
      : await attempt(bar, extent);
  results.push(result);
  if (!values.json) process.stdout.write(`${lines(result)}\n`);
}
if (values.json) process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
const wrong = (result: BarResult) => (values.short ? result.exact === false : result.outcome === 'FAIL');
process.exit(results.some(wrong) ? 1 : 0);

function lines({ outcome, id, title, figures, failed, attempts, seconds, note }: BarResult): string {
  const told = [
    ...Object.entries(figures).map(([name, value]) => `${name} ${Number(value.toPrecision(4))}`),
    ...(failed.length > 0 ? [`not so: ${failed.join('; ')}`] : []),
    ...(note ? [note] : []),
    ...(attempts > 1 ? [`attempt ${attempts}`] : []),
    ...(seconds > 0 ? [`${seconds} s`] : []),
  ];
  return `${outcome.padEnd(5)} ${id.padEnd(4)}  ${title}\n             ${told.join(' · ')}`;
}
