import { AxisName, ValueAxis } from './axes.tsx';
import styles from './charts.module.css';
import { spreadLabels } from './label-layout.ts';
import { type Layout, namedLines } from './layouts.ts';
import { MarkerShape } from './marker.tsx';
import { ms } from './over-time.ts';
import { endWords, type PercentileCurve, percentileTicks, valueAt } from './percentiles.ts';
import { linear, logarithmic, logTicks } from './scale.ts';
import { labelLines, seriesStyle } from './series.ts';
import { amount } from './sweep-words.ts';

/** Time over percentile, as HdrHistogram draws it: each step to the right is one more nine. Pure and without hooks. */
export function PercentileChart({ curves, title }: { curves: readonly PercentileCurve[]; title: string }) {
  const drawn = curves.filter(({ points }) => points.length > 0);
  const both = drawn.some(({ time }) => time === 'response');
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.title}>{title}</figcaption>
      {drawn.length > 0 &&
        namedLines.map((layout) => (
          <Drawing key={layout.name} layout={layout} curves={drawn} title={title} both={both} />
        ))}
      <p className={styles.small} hidden={drawn.length === 0}>
        {endWords(drawn)}{' '}
        {both
          ? 'Bold: response time, from the moment a request was planned for. Thin: service time, from sending it.'
          : 'Closed loop: measured from sending, so waiting for a turn is not in it.'}
      </p>
    </figure>
  );
}

function Drawing({
  layout: { name, width, height: least, left, right, top, bottom, font },
  curves,
  title,
  both,
}: {
  layout: Layout;
  curves: readonly PercentileCurve[];
  title: string;
  both: boolean;
}) {
  const isThin = ({ time }: PercentileCurve) => both && time === 'service';
  const size = font * 1.2;
  const heightOf = (lines: readonly string[]) => (lines.length ? lines.length * size + 3 : 0);
  const needs = (names: readonly string[][]) => names.reduce((sum, lines) => sum + heightOf(lines), 0) + bottom;
  const all = curves.map(({ label, time }) => [...labelLines(label), ...(both ? [time] : [])]);
  // Where not all names fit, thin lines go without: they share colour and marker with the bold line of their server.
  const words = needs(all) <= least ? all : all.map((lines, i) => (isThin(curves[i] as PercentileCurve) ? [] : lines));
  const height = Math.max(least, needs(words));
  const base = height - bottom;
  const end = Math.max(1, ...curves.map(({ points }) => points.at(-1)?.tail ?? 0));
  const edge = width - right;
  const x = linear([0, end], [left + 8, edge]);
  const values = curves.flatMap(({ points }) => points.map(({ us }) => us)).filter((us) => us > 0);
  const ticks = logTicks(Math.min(...values), Math.max(...values));
  const y = logarithmic([ticks[0] as number, ticks.at(-1) as number], [base, top]);
  const nines = percentileTicks(end);
  const middles = spreadLabels(
    curves.map(({ points }, i) => ({ y: y(points.at(-1)?.us ?? 1), height: heightOf(words[i] as string[]) })),
    2,
    base + 6,
  );
  return (
    <svg className={`${styles.chart} ${styles[name]}`} viewBox={`0 0 ${width} ${height}`} role="img" fontSize={font}>
      <title>{title}</title>
      <ValueAxis ticks={ticks} y={y} left={left} right={edge} text={(us) => amount(us / 1000)} />
      <AxisName x={0} y={font}>
        {both ? 'Time, ms (log scale)' : 'Service time, ms (log scale)'}
      </AxisName>
      {nines.map(({ tail, name: tick }, i) => (
        <g key={tail}>
          <line x1={x(tail)} x2={x(tail)} y1={top} y2={base} className={i === 0 ? styles.axis : styles.grid} />
          <text
            x={x(tail)}
            y={base + font + 6}
            textAnchor="middle"
            className={styles.tick}
            // Two places between 0 and 90 % do not fit side by side on a narrow page.
            visibility={name === 'narrow' && i === 0 ? 'hidden' : undefined}
          >
            {name === 'narrow' ? tick.replace(' %', '') : tick}
          </text>
        </g>
      ))}
      <AxisName x={(left + 8 + edge) / 2} y={height - 5} anchor="middle">
        {name === 'narrow' ? 'percentile, %, stretched to the tail' : 'percentile, stretched towards the slowest'}
      </AxisName>
      {curves.map((curve, i) => {
        const { colour, dash, marker } = seriesStyle(curve.index);
        const last = curve.points.at(-1);
        const thin = isThin(curve);
        const middle = middles[i] as number;
        const lines = words[i] as string[];
        return last === undefined ? null : (
          <g key={`${curve.label}${curve.time}`}>
            <path
              d={curve.points
                .map(({ tail, us }, n) => `${n ? 'L' : 'M'}${x(tail).toFixed(1)} ${y(us).toFixed(1)}`)
                .join('')}
              className={thin ? styles.thinLine : styles.line}
              stroke={colour}
              strokeDasharray={dash}
            />
            {nines.map(({ tail }) => {
              const us = valueAt(curve, tail);
              return us === undefined ? null : (
                <MarkerShape key={tail} marker={marker} colour={colour} x={x(tail)} y={y(us)} hollow={thin} />
              );
            })}
            {lines.length > 0 && (
              <>
                <path
                  d={`M${x(last.tail) + 3} ${y(last.us).toFixed(1)}L${edge + 9} ${middle.toFixed(1)}`}
                  className={styles.leader}
                  stroke={colour}
                />
                <MarkerShape marker={marker} colour={colour} x={edge + 15} y={middle} hollow={thin} />
              </>
            )}
            <text fill={colour} className={styles.name}>
              {lines.map((line, n) => (
                <tspan
                  key={line}
                  x={edge + 25}
                  y={(middle + (n - (lines.length - 1) / 2) * size).toFixed(1)}
                  dy="0.35em"
                >
                  {line}
                  {n === lines.length - 1 && <tspan className={styles.value}> {ms(last.us)}</tspan>}
                </tspan>
              ))}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
