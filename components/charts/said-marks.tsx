import styles from './charts.module.css';
import { handDrawnPath } from './hand-drawn.ts';
import type { Said } from './predictions.ts';
import type { Scale } from './scale.ts';
import { type SeriesInfo, seriesStyle } from './series.ts';

/** Half the width of the ends of a range. */
const CAP = 7;

/** What the reader predicted, drawn under the lines of a chart in the colours of their series. */
export function SaidMarks({
  said: { curves, guesses },
  series,
  x,
  y,
}: {
  said: Said;
  series: readonly SeriesInfo[];
  x: Scale;
  y: Scale;
}) {
  return series.map(({ id }, index) => {
    const curve = curves[id] ?? [];
    const stroke = seriesStyle(index).colour;
    return (
      <g key={id}>
        {curve.length > 1 && (
          <path
            d={handDrawnPath(curve.map((point) => ({ x: x(point.x), y: y(point.value) })))}
            className={styles.drawn}
            stroke={stroke}
          />
        )}
        {guesses
          .filter((guess) => guess.series === id)
          .map((guess) => {
            const at = x(guess.x);
            return (
              <g key={guess.x} stroke={stroke} className={styles.guess}>
                <path
                  d={handDrawnPath([
                    { x: at, y: y(guess.low) },
                    { x: at, y: y(guess.high) },
                  ])}
                />
                <path d={`M${at - CAP} ${y(guess.low)}h${CAP * 2}M${at - CAP} ${y(guess.high)}h${CAP * 2}`} />
                <path d={`M${at - CAP} ${y(guess.value)}h${CAP * 2}`} />
              </g>
            );
          })}
      </g>
    );
  });
}

/** All values that a chart has to have room for. */
export const valuesSaid = ({ curves, guesses }: Said, series: readonly SeriesInfo[]): number[] => [
  ...series.flatMap(({ id }) => (curves[id] ?? []).map(({ value }) => value)),
  ...guesses.flatMap(({ low, high }) => [low, high]),
];
