import { type Flag, flagTable, type Point } from '../../protocol/result.ts';
import { count, list } from './format.ts';
import { inSentence, type SeriesInfo } from './series.ts';

/** Up to this many places are named; beyond it, their number says more. */
const NAMED = 3;

/** Each doubt of a run in words, with the points it is about; what makes a number invalid comes first. */
export function doubtsOf(
  series: readonly SeriesInfo[],
  points: readonly Point[],
): { flag: Flag; text: string; where: string }[] {
  const flags = [...new Set(points.flatMap((point) => point.flags))];
  return flags
    .toSorted((a, b) => Number(flagTable[b].invalid) - Number(flagTable[a].invalid))
    .map((flag) => {
      const flagged = points.filter((point) => point.flags.includes(flag));
      const places = [...new Set(flagged.map((point) => placeOf(series, point)))];
      const where = places.length <= NAMED ? list(places) : `${flagged.length} of ${count(points.length, 'slice')}`;
      return { flag, text: flagTable[flag].text, where };
    });
}

function placeOf(series: readonly SeriesInfo[], { series: id, cores }: Point): string {
  const label = inSentence(series.find((info) => info.id === id)?.label ?? id);
  return `${label} on ${count(cores, 'core')}`;
}
