import type { Flag, Point } from '../../protocol/result.ts';
import { flagTable } from '../../protocol/result.ts';
import type { Sample } from '../../protocol/sample.ts';
import type { DataTable } from './data-table.ts';
import { fixed } from './format.ts';
import { inSentence, type SeriesInfo } from './series.ts';
import type { Stretch } from './strips.ts';
import { atWords, type PlanSweep, xWords } from './sweep-words.ts';

/** The lines of the latency panel, from the many to the few. */
export const latencyLines = [
  { key: 'p50Us', name: 'p50' },
  { key: 'p90Us', name: 'p90' },
  { key: 'p99Us', name: 'p99' },
  { key: 'maxUs', name: 'max' },
] as const;

/** Whether a plan said when requests were due: only then is there a response time, counted from that moment. */
export const isOpen = (samples: readonly Sample[]): boolean => samples.some(({ offered }) => offered !== undefined);

/** Whether closed loops and loads by plan were measured one after the other. */
export const isMixed = (samples: readonly Sample[]): boolean =>
  isOpen(samples) && samples.some(({ offered }) => offered === undefined);

/** What the latency panel shows. A closed loop has no plan, so it cannot see the wait before sending. */
export function latencyName(open: boolean, mixed = false): string {
  if (mixed) return 'Time, ms (log scale), from the planned moment; closed loop: from sending';
  return open
    ? 'Response time, ms, from the planned moment (log scale)'
    : 'Service time, ms (log scale); closed loop: measured from sending';
}

/**
 * How late the event loop was at most in an interval, in ms. One that stands still says nothing: then it is late by at
 * least as long as it has been silent.
 */
export function loopDelayMs({ loopDelayMaxUs, silentMs }: Sample): number | undefined {
  if (loopDelayMaxUs === undefined) return silentMs;
  return Math.max(loopDelayMaxUs / 1000, silentMs ?? 0);
}

/** A slice whose number carries doubts: the time it took, without its warm-up, and why. */
export interface FlagBand {
  readonly from: number;
  readonly to: number;
  readonly flags: readonly Flag[];
}

/** Bands of the flagged points. A step's stretches and its points are the same slices in the same order. */
export function flagBands(parts: readonly Stretch[], points: readonly Point[]): FlagBand[] {
  const byStep = Map.groupBy(points, ({ step }) => step);
  const turns = new Map<string, number>();
  return parts.flatMap((part) => {
    const turn = turns.get(part.step) ?? 0;
    turns.set(part.step, turn + 1);
    const slices = byStep.get(part.step)?.toSorted((a, b) => a.attempt - b.attempt || a.slice - b.slice);
    const point = slices?.[turn];
    const fits = point?.series === part.series && point.x === part.x;
    return fits && point.flags.length > 0 ? [{ from: part.warmUntil, to: part.to, flags: point.flags }] : [];
  });
}

/** The flags of the bands, each with its number on the chart and its words. */
export function numberedFlags(bands: readonly FlagBand[]): { flag: Flag; number: number; text: string }[] {
  const flags = [...new Set(bands.flatMap((band) => band.flags))];
  return flags.map((flag, i) => ({ flag, number: i + 1, text: flagTable[flag].text }));
}

/** The title: what was loaded when, and how the worst of it went. */
export function overTimeSentence(
  samples: readonly Sample[],
  parts: readonly Stretch[],
  series: readonly SeriesInfo[],
  sweep: PlanSweep,
): string {
  const first = parts[0];
  const last = parts.at(-1);
  if (!first || !last) return 'No sample yet.';
  const seconds = Math.round((last.to - first.from) / 1000);
  const label = (id: string) => inSentence(series.find((info) => info.id === id)?.label ?? id);
  const what =
    parts.length === 1 ? `${label(first.series)}${atWords(sweep, first.x)}` : `${parts.length} loads one after another`;
  const measured = samples.filter(({ phase }) => phase === 'measure');
  const worst = measured.reduce<Sample | undefined>(
    (most, sample) => ((sample.p99Us ?? 0) > (most?.p99Us ?? 0) ? sample : most),
    undefined,
  );
  const start = `${seconds} s, ${what}`;
  if (worst?.p99Us === undefined) return `${start}.`;
  const time = isOpen(samples) ? 'response time' : 'service time';
  return `${start}; the highest p99 of the ${time} was ${ms(worst.p99Us)} ms${
    parts.length > 1 ? `, with ${label(worst.series)}${atWords(sweep, worst.x)}` : ''
  }.`;
}

/** Every interval with what it holds. */
export function overTimeTable(
  name: string,
  samples: readonly Sample[],
  series: readonly SeriesInfo[],
  sweep: PlanSweep,
  coreNumbers: readonly number[],
): DataTable {
  const msOf = (us: number | undefined) => (us === undefined ? undefined : us / 1000);
  const percentOf = (share: number | undefined) => (share === undefined ? undefined : share * 100);
  const time = isOpen(samples) ? 'Response time' : 'Service time';
  const columns: {
    name: string;
    unit?: string;
    digits?: number;
    of: (sample: Sample) => string | number | undefined;
  }[] = [
    { name: 'Time', unit: 's', digits: 2, of: ({ atMs }) => atMs / 1000 },
    { name: 'Server', of: (sample) => series.find(({ id }) => id === sample.series)?.label ?? sample.series },
    { name: 'At', of: ({ x }) => (sweep.over === 'nothing' ? undefined : xWords(sweep, x)) },
    { name: 'Phase', of: ({ phase }) => phase },
    { name: 'Throughput', unit: 'requests/s', digits: 0, of: ({ throughput }) => throughput },
    { name: 'Offered load', unit: 'requests/s', digits: 0, of: ({ offered }) => offered },
    { name: 'Failed', of: ({ failed }) => failed },
    { name: 'In flight', of: ({ inFlight }) => inFlight },
    { name: 'Waiting', of: ({ queued }) => queued },
    ...latencyLines.map(({ key, name: which }) => ({
      name: `${time} ${which}`,
      unit: 'ms',
      digits: 2,
      of: (sample: Sample) => msOf(sample[key]),
    })),
    { name: 'Lag of the load tool, max', unit: 'ms', digits: 2, of: ({ lagMaxUs }) => msOf(lagMaxUs) },
    { name: 'Event-loop delay, max', unit: 'ms', digits: 1, of: loopDelayMs },
    { name: 'Event loop silent for', unit: 'ms', digits: 0, of: ({ silentMs }) => silentMs },
    { name: 'Others', unit: '%', digits: 1, of: ({ foreignShare }) => percentOf(foreignShare) },
    { name: 'Stolen', unit: '%', digits: 1, of: ({ stealShare }) => percentOf(stealShare) },
    ...coreNumbers.map((core, i) => ({
      name: `Core ${core} busy`,
      unit: '%',
      digits: 0,
      of: ({ busyByCore }: Sample) => percentOf(busyByCore[i]),
    })),
  ];
  const known = columns.filter(({ of }) => samples.some((sample) => of(sample) !== undefined));
  return {
    name,
    caption: 'One row for each interval',
    columns: known,
    rows: samples.map((sample) => known.map(({ of }) => of(sample))),
  };
}

/** Milliseconds with as many digits as one can read: 0.042, 1.8, 230. */
export function ms(us: number): string {
  const value = us / 1000;
  return fixed(value, value < 0.1 ? 3 : value < 1 ? 2 : value < 100 ? 1 : 0);
}

/** The sample whose interval holds a moment, or the nearest one. */
export function sampleAt(samples: readonly Sample[], atMs: number): Sample | undefined {
  const after = samples.findIndex((sample) => sample.atMs >= atMs);
  if (after < 0) return samples.at(-1);
  const here = samples[after] as Sample;
  const before = samples[after - 1];
  return before && atMs < here.atMs - here.spanMs && atMs - before.atMs < here.atMs - here.spanMs - atMs
    ? before
    : here;
}
