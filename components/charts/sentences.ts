import { list, times } from './format.ts';
import { inSentence } from './series.ts';
import type { SweepLine } from './sweep-lines.ts';

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
