import { flagTable, type Point } from '../../protocol/result.ts';
import { count, list } from './format.ts';
import { limiterText, usualLimiter } from './limiter-words.ts';
import { inSentence, type SeriesInfo } from './series.ts';
import { atWords, type PlanSweep } from './sweep-words.ts';

/** Up to this many places are named; beyond it, their number says more. */
const NAMED = 3;

/** A sentence about a run, the points it is about, and where it is explained. */
export interface Statement {
  readonly text: string;
  readonly where: string;
  readonly href: string;
}

/** Each doubt of a run in words, with the points it is about; what makes a number invalid comes first. */
export function doubtsOf(series: readonly SeriesInfo[], points: readonly Point[], sweep: PlanSweep): Statement[] {
  const effects = ['invalid', 'atLeast', 'warn'];
  const flags = [...new Set(points.flatMap((point) => point.flags))];
  return flags
    .toSorted((a, b) => effects.indexOf(flagTable[a].effect) - effects.indexOf(flagTable[b].effect))
    .map((flag) => ({
      text: flagTable[flag].text,
      where: places(
        series,
        points,
        points.filter((point) => point.flags.includes(flag)),
        sweep,
      ),
      href: flagHref(flag),
    }));
}

/** What held each server back (ME6). When it is not known anywhere, that is said once. */
export function limitersOf(series: readonly SeriesInfo[], points: readonly Point[], sweep: PlanSweep): Statement[] {
  const ofPlaces = [...Map.groupBy(points, ({ series, x }) => `${series} ${x}`).values()];
  const usual = (own: readonly Point[]) => usualLimiter(own.map(({ limiter }) => limiter));
  return [...Map.groupBy(ofPlaces, usual)].map(([limiter, own]) => ({
    text: limiterText[limiter],
    where: places(series, points, own.flat(), sweep),
    href: limiterHref(limiter),
  }));
}

/** Where the page on measuring explains a flag, and a limiter. */
export const flagHref = (flag: string) => `/measuring#flag-${flag}`;
export const limiterHref = (limiter: string) => `/measuring#limit-${limiter}`;

function places(series: readonly SeriesInfo[], all: readonly Point[], own: readonly Point[], sweep: PlanSweep): string {
  if (own.length === all.length) return 'everywhere';
  const names = [...Map.groupBy(own, (point) => point.series)].map(([id, of]) => {
    const label = inSentence(series.find((info) => info.id === id)?.label ?? id);
    const whole = of.length === all.filter((point) => point.series === id).length;
    const xs = [...new Set(of.map(({ x }) => x))].sort((a, b) => a - b);
    return whole ? [label] : xs.map((x) => `${label}${atWords(sweep, x)}`);
  });
  const flat = names.flat();
  return flat.length <= NAMED ? list(flat) : `${own.length} of ${count(all.length, 'measurement')}`;
}
