import type { Experiment } from '../../protocol/experiment.ts';
import type { Plan, PlannedServer } from '../../protocol/plan.ts';

/** What charts and tables need to know of a series. */
export interface SeriesInfo {
  readonly id: string;
  readonly label: string;
  readonly variant: string;
}

export const markers = ['circle', 'square', 'triangle', 'diamond', 'cross', 'star'] as const;
export type Marker = (typeof markers)[number];

/** Told apart three ways, so that neither colour nor shape alone has to carry it. */
export interface SeriesStyle {
  readonly colour: string;
  readonly dash: string | undefined;
  readonly marker: Marker;
}

const dashes = [undefined, '9 3', '3 3', '12 3 2 3', '6 2 2 2', '1.5 3'];

/** Eight series at most: the last two share their colour with the first, and have another dash and marker. */
export function seriesStyle(index: number): SeriesStyle {
  const slot = index % markers.length;
  const isAgain = index >= markers.length;
  return {
    colour: `var(--series-${slot + 1})`,
    dash: dashes[(slot + (isAgain ? 2 : 0)) % dashes.length],
    marker: markers[(slot + (isAgain ? 3 : 0)) % markers.length] as Marker,
  };
}

export function seriesOfExperiment(experiment: Experiment): SeriesInfo[] {
  return experiment.series.map(({ id, label, variant }) => ({ id, label, variant }));
}

/**
 * The series of a stored plan, for pages that have no experiment at hand. A variant that is measured twice is told
 * apart by its knobs, by its connections, where the one with most of them keeps the plain name, else by its path.
 */
export function seriesOfPlan({ steps, sweep }: Plan): SeriesInfo[] {
  const found = new Map<string, { id: string; variant: string; connections: number; path: string; knobs: string }>();
  for (const step of steps)
    for (const { key, series: id, variant, x, knobs } of step.kind === 'calibration' ? [] : step.servers) {
      const slice = step.slices.find((candidate) => candidate.server === key);
      if ((!slice && !step.processes) || found.has(id)) continue;
      const { shape, path } = slice ?? { shape: { connections: 0 }, path: '' };
      const own = Object.entries(knobs ?? {}).filter(([, value]) => sweep.over !== 'parameter' || value !== x);
      found.set(id, { id, variant, connections: shape.connections, path, knobs: knobWords(Object.fromEntries(own)) });
    }
  return [...found.values()].map(({ id, variant, connections, path, knobs }) => {
    const twins = [...found.values()].filter((other) => other.variant === variant && other.id !== id);
    const fewer = sweep.over !== 'connections' && twins.some((twin) => connections < twin.connections);
    const likewise = twins.some((twin) => twin.connections === connections && twin.knobs === knobs);
    const marks = [
      ...(twins.some((twin) => twin.knobs !== knobs) && knobs ? [knobs] : []),
      ...(fewer
        ? [`${connections} ${connections === 1 ? 'connection' : 'connections'}`]
        : likewise && path
          ? [path]
          : []),
    ];
    return { id, variant, label: [variant, ...marks].join(', ') };
  });
}

/** "CAPACITY 100, TTL_MS 500" */
export const knobWords = (knobs: PlannedServer['knobs'] = {}): string =>
  Object.entries(knobs)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');

/** A label inside a sentence: "rust/hyper (1 connection)", so that its comma does not read as one of the sentence. */
export function inSentence(label: string): string {
  return label.replace(/, (.+)$/, ' ($1)');
}

/** A part of a label that is longer gets a second line. */
const LONG_LABEL = 15;

/** A label as the lines that stand at the end of a curve: a new one after each comma, and in the middle of a long part. */
export function labelLines(label: string): string[] {
  return label.split(/(?<=,) /).flatMap((part) => {
    const spaces = [...part.matchAll(/ /g)].map(({ index }) => index);
    // A name of one word, such as "rust/axum-current-thread", may end a line after each of its own marks.
    const breaks = spaces.length > 0 ? spaces : [...part.matchAll(/[-/](?=.)/g)].map(({ index }) => index + 1);
    if (part.length <= LONG_LABEL || breaks.length === 0) return [part];
    const fromMiddle = (at: number) => Math.abs(at - part.length / 2);
    const at = breaks.reduce((best, each) => (fromMiddle(each) < fromMiddle(best) ? each : best));
    return [part.slice(0, at), part.slice(at).trimStart()];
  });
}
