import type { Experiment } from '../../protocol/experiment.ts';
import type { Plan } from '../../protocol/plan.ts';

/** What charts and tables need to know of a series. */
export interface SeriesInfo {
  readonly id: string;
  readonly label: string;
  readonly variant: string;
  readonly connections: number;
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

export function seriesStyle(index: number): SeriesStyle {
  const slot = index % markers.length;
  return { colour: `var(--series-${slot + 1})`, dash: dashes[slot], marker: markers[slot] as Marker };
}

export function seriesOfExperiment(experiment: Experiment): SeriesInfo[] {
  return experiment.series.map(({ id, label, variant, connections }) => ({ id, label, variant, connections }));
}

/**
 * The series of a stored plan, for pages that have no experiment at hand. A variant that is measured twice is told
 * apart by its connections: the one with most of them keeps the plain name.
 */
export function seriesOfPlan(plan: Plan): SeriesInfo[] {
  const found = new Map<string, { variant: string; connections: number }>();
  for (const step of plan.steps)
    for (const server of step.servers) {
      const slice = step.slices.find((candidate) => candidate.server === server.key);
      if (slice && !found.has(server.series))
        found.set(server.series, { variant: server.variant, connections: slice.connections });
    }
  const most = new Map<string, number>();
  for (const { variant, connections } of found.values())
    most.set(variant, Math.max(most.get(variant) ?? 0, connections));
  return [...found].map(([id, { variant, connections }]) => ({
    id,
    variant,
    connections,
    label:
      connections === most.get(variant)
        ? variant
        : `${variant}, ${connections} ${connections === 1 ? 'connection' : 'connections'}`,
  }));
}

/** A label inside a sentence: "rust/hyper (1 connection)", so that its comma does not read as one of the sentence. */
export function inSentence(label: string): string {
  return label.replace(/, (.+)$/, ' ($1)');
}
