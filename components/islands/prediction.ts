import type { Experiment } from '../../protocol/experiment.ts';
import type { Prediction } from '../../protocol/owner-state.ts';

type SpeedUp = Prediction['curves'][string][number];

/** One key press, and what a drag snaps to. */
export const STEP = 0.05;
const MOST_SERIES = 3;

/** Two or three series worth a guess: those a question is asked of, one of each kind of server, load and rule. */
export function seriesToDraw(experiment: Experiment): string[] {
  const kinds = new Map<string, string>();
  for (const { of, rule } of experiment.questions) {
    const series = experiment.series.find((candidate) => candidate.id === of.series);
    if (!series) continue;
    const kind = `${series.variant.split('/')[0]} ${series.connections} ${rule.kind}`;
    if (!kinds.has(kind)) kinds.set(kind, series.id);
  }
  const asked = [...kinds.values()];
  return (asked.length > 0 ? asked : experiment.series.map((series) => series.id)).slice(0, MOST_SERIES);
}

/** The top of the drawing: somewhat more than ideal, for those who expect it. */
export function ceiling(sweep: readonly number[]): number {
  return (sweep.at(-1) ?? 2) * 1.25;
}

/** The curve after its value on `cores` was set. The first touch draws the whole line, straight from one core. */
export function withValue(
  curve: readonly SpeedUp[] | undefined,
  sweep: readonly number[],
  cores: number,
  value: number,
): SpeedUp[] {
  const speedUp = snapped(value, sweep);
  const drawn = curve && curve.length > 1;
  const slope = cores > 1 ? (speedUp - 1) / (cores - 1) : 0;
  return sweep.map((count) => {
    if (count === 1) return { cores: 1, speedUp: 1 };
    if (count === cores) return { cores, speedUp };
    const kept = drawn ? curve.find((point) => point.cores === count)?.speedUp : undefined;
    return { cores: count, speedUp: kept ?? snapped(1 + slope * (count - 1), sweep) };
  });
}

function snapped(value: number, sweep: readonly number[]): number {
  const within = Math.max(0, Math.min(ceiling(sweep), value));
  return Number((Math.round(within / STEP) * STEP).toFixed(2));
}

/** The value a key leaves, or undefined when the key means nothing here. Ideal is the core count itself. */
export function valueAfterKey(key: string, value: number, cores: number): number | undefined {
  const moves: Record<string, number> = {
    ArrowUp: value + STEP,
    ArrowRight: value + STEP,
    ArrowDown: value - STEP,
    ArrowLeft: value - STEP,
    PageUp: value + STEP * 10,
    PageDown: value - STEP * 10,
    Home: 1,
    End: cores,
  };
  return moves[key];
}

export function predictionOf(experiment: string, curves: Prediction['curves'], savedAt: Date): Prediction {
  return { v: 1, experiment, savedAt: savedAt.toISOString(), curves };
}
