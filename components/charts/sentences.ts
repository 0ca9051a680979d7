import type { Prediction } from '../../protocol/owner-state.ts';
import { list, times } from './format.ts';
import { inSentence } from './series.ts';
import type { SweepLine } from './sweep-lines.ts';

/** Within this factor a prediction counts as met. */
const CLOSE = 1.1;

/** The chart's title: what it shows, computed from what was measured. */
export function speedUpSentence(lines: readonly SweepLine[]): string {
  const most = Math.max(0, ...lines.flatMap((line) => line.line.map((point) => point.x)));
  if (most === 0) return 'Nothing is measured yet.';
  if (most === 1) return 'Measured on one core so far; the next points show what more cores add.';
  const ends = lines
    .flatMap((line) => {
      const end = line.line.find((point) => point.x === most);
      return end ? [{ label: inSentence(line.series.label), speedUp: end.value }] : [];
    })
    .sort((a, b) => b.speedUp - a.speedUp);
  const [first] = ends;
  const last = ends.at(-1);
  if (!first || !last) return 'Nothing is measured yet.';
  const start = `On ${most} cores ${first.label} did ${times(first.speedUp)} times the work of one core`;
  return ends.length === 1 ? `${start}.` : `${start}; ${last.label} did ${times(last.speedUp)} times.`;
}

/** Every value in words, for readers who do not see the chart. */
export function speedUpDescription(lines: readonly SweepLine[]): string {
  return lines
    .map((line) => {
      const values = line.line.map((point) => `${times(point.value)} on ${point.x}`);
      return `${inSentence(line.series.label)}: ${list(values)}.`;
    })
    .join(' ');
}

export type Curves = Prediction['curves'];

/** Predicted against measured, the largest gap named. Undefined when nothing can be compared. */
export function gapSentence(curves: Curves, lines: readonly SweepLine[]): string | undefined {
  const gaps = lines.flatMap((line) =>
    (curves[line.series.id] ?? []).flatMap((expected) => {
      const seen = expected.cores > 1 ? line.line.find((point) => point.x === expected.cores) : undefined;
      return seen && expected.speedUp > 0 && seen.value > 0
        ? [
            {
              label: inSentence(line.series.label),
              expected,
              seen,
              factor: Math.abs(Math.log(expected.speedUp / seen.value)),
            },
          ]
        : [];
    }),
  );
  const largest = gaps.reduce((a, b) => (b.factor > a.factor ? b : a), gaps[0] ?? { factor: -1 });
  if (!('label' in largest)) return undefined;
  const { label, expected, seen } = largest;
  const what = `${label} on ${seen.x} cores: you drew ${times(expected.speedUp)} times, measured ${times(seen.value)} times`;
  if (largest.factor <= Math.log(CLOSE))
    return gaps.length > 1
      ? `All you drew came within 10 %. The largest gap is ${what}.`
      : `What you drew came within 10 %: ${what}.`;
  return `${gaps.length > 1 ? 'The largest gap is' : 'The gap is'} ${what}.`;
}
