import type { Trace } from '../../protocol/trace.ts';
import type { DataTable } from './data-table.ts';
import { count, fixed, list } from './format.ts';
import { linear, type Scale } from './scale.ts';

/** The lane of what the program printed. */
export const PRINTED = 'print';

/** One thing of a trace that a reader steps to: a span begins, or something happens. */
export interface Step {
  readonly atUs: number;
  /** When a span ends; absent for an instant. */
  readonly untilUs?: number;
  readonly lane: string;
  readonly label: string;
  readonly says: string;
  /** The thread sleeps. */
  readonly idle?: true | undefined;
  readonly line?: number | undefined;
  /** When it was queued, and in which lane, where the trace knows that. */
  readonly queuedUs?: number | undefined;
  readonly queuedIn?: string | undefined;
}

/** Everything in a trace in the order in which it began; what lasts longer first. */
export function stepsOf({ spans, instants, links }: Trace): Step[] {
  const queued = new Map(links.map((link) => [link.to, link]));
  const steps: Step[] = [
    ...spans.map(({ fromUs, toUs, ...span }, index) => ({
      ...span,
      atUs: fromUs,
      untilUs: toUs,
      queuedUs: queued.get(index)?.atUs,
      queuedIn: queued.get(index)?.lane,
    })),
    ...instants,
  ];
  return steps.toSorted((a, b) => a.atUs - b.atUs || (b.untilUs ?? 0) - (a.untilUs ?? 0));
}

/** Milliseconds as the axis has them. */
export const msOf = (us: number): string => fixed(us / 1000, 2);

/** What a step is, in words for those who see and those who hear it. */
export function stepWords({ atUs, untilUs, says, line, queuedUs }: Step): string {
  const lasted = untilUs === undefined ? '' : ` It takes ${msOf(untilUs - atUs)} ms.`;
  const waited = queuedUs === undefined ? '' : ` It was queued ${msOf(atUs - queuedUs)} ms before.`;
  const where = line === undefined || says.includes(`line ${line}`) ? '' : ` Line ${line}.`;
  return `At ${msOf(atUs)} ms. ${says}${where}${waited}${lasted}`;
}

/** "Tokio 1.54.1 and Rust 1.95.0, an instrumented build": what ran the program. */
export const runtimeWords = ({ name, version, build }: Trace['runtime']): string =>
  `${name} ${version}${build === undefined ? '' : `, ${build}`}`;

/** What the drawing shows, in one sentence. */
export function traceSentence({ instants, spans }: Trace): string {
  const printed = instants.flatMap(({ lane, label }) => (lane === PRINTED ? [`“${label}”`] : []));
  return `${count(spans.length, 'span')} of time on one axis, in order from top to bottom. The program printed ${list(printed)}.`;
}

export function traceTable(trace: Trace): DataTable {
  const label = new Map(trace.lanes.map((lane) => [lane.id, lane.label]));
  return {
    name: `trace-${trace.id}`,
    caption: `All steps of ${trace.source.path}, as ${runtimeWords(trace.runtime)} took them`,
    columns: [
      { name: 'Step' },
      { name: 'At', unit: 'ms', digits: 3 },
      { name: 'Takes', unit: 'ms', digits: 3 },
      { name: 'Lane', words: true },
      { name: 'What', words: true },
      { name: 'Line' },
      { name: 'In words', words: true },
    ],
    rows: stepsOf(trace).map(({ atUs, untilUs, lane, label: what, line, says }, index) => [
      index + 1,
      atUs / 1000,
      untilUs === undefined ? undefined : (untilUs - atUs) / 1000,
      label.get(lane),
      what,
      line,
      says,
    ]),
  };
}

/** A lane as drawn: its place from the left, and among all lanes. */
export interface Column {
  readonly id: string;
  readonly order: number;
  readonly label: string;
  readonly thread: string;
  readonly x: number;
  readonly width: number;
}

/** Letters of the drawing, in its own units: of the font, and of a letter on average. */
export const FONT = 13;
const LETTER = 6.6;
const PAD = 12;
/** Room for the times at the left. */
export const TIMES = 46;
export const ROW = 20;

/** The lanes in which something happens, each as wide as its longest word. What happened stands last. */
export function columnsOf({ lanes, spans, instants }: Trace): { columns: Column[]; width: number } {
  const words = Map.groupBy([...spans, ...instants], ({ lane }) => lane);
  let x = TIMES;
  const columns = lanes.flatMap(({ id, label, thread }, order) => {
    const own = words.get(id);
    if (!own) return [];
    const width = Math.max(label.length, ...own.map((one) => one.label.length)) * LETTER + PAD;
    const column = { id, order, label, thread, x, width };
    x += width;
    return [column];
  });
  return { columns, width: Math.ceil(x) };
}

/** `steps` gives every step a row of its own and shortens what is long; `time` is true to scale. */
export type TraceScale = 'steps' | 'time';

const TRUE_HEIGHT = 440;

/** From µs to the height in the drawing, from `top` down. */
export function scaleOf(trace: Trace, kind: TraceScale, top: number): { y: (us: number) => number; bottom: number } {
  const steps = stepsOf(trace);
  const ends = steps.map(({ atUs, untilUs }) => untilUs ?? atUs);
  const last = Math.max(...ends);
  if (kind === 'time') {
    const y: Scale = linear([0, last], [top, top + TRUE_HEIGHT]);
    return { y, bottom: top + TRUE_HEIGHT };
  }
  const begins = new Set(steps.map(({ atUs }) => atUs));
  const edges = [...new Set([...begins, ...ends])].toSorted((a, b) => a - b);
  const heights = new Map<number, number>();
  let height = top;
  for (const [index, edge] of edges.entries()) {
    heights.set(edge, height);
    height += Math.max(begins.has(edge) ? ROW : 0, shortened((edges[index + 1] ?? edge) - edge));
  }
  return { y: (us) => heightAt(edges, heights, us), bottom: height };
}

/** Every tenfold of a time gets the same few units more. */
const shortened = (us: number): number => (us === 0 ? 0 : 3 + 8 * Math.log10(1 + us / 50));

/** Between two edges in proportion: where something was queued. */
function heightAt(edges: readonly number[], heights: ReadonlyMap<number, number>, us: number): number {
  const exact = heights.get(us);
  if (exact !== undefined) return exact;
  const next = edges.findIndex((edge) => edge > us);
  const [before, after] = [edges[next - 1] ?? 0, edges[next] ?? 0];
  return linear([before, after], [heights.get(before) ?? 0, heights.get(after) ?? 0])(us);
}
