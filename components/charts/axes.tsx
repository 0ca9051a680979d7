import styles from './charts.module.css';
import type { Scale } from './scale.ts';

/** Ticks of a value axis as lines across the plot, each with its number at the left. The one at 0 is the axis. */
export function ValueAxis({
  ticks,
  y,
  left,
  right,
  text = String,
}: {
  ticks: readonly number[];
  y: Scale;
  left: number;
  right: number;
  text?: (tick: number) => string;
}) {
  return ticks.map((tick, i) => (
    <g key={tick}>
      <line x1={left} x2={right} y1={y(tick)} y2={y(tick)} className={i === 0 ? styles.axis : styles.grid} />
      <text x={left - 7} y={y(tick)} dy="0.35em" textAnchor="end" className={styles.tick}>
        {text(tick)}
      </text>
    </g>
  ));
}

/** Numbers under the plot; `y` is their base line. */
export function TickRow({
  ticks,
  x,
  y,
  text = String,
}: {
  ticks: readonly number[];
  x: (tick: number) => number;
  y: number;
  text?: (tick: number, index: number) => string;
}) {
  return ticks.map((tick, i) => (
    <text key={tick} x={x(tick)} y={y} textAnchor="middle" className={styles.tick}>
      {text(tick, i)}
    </text>
  ));
}

/** What an axis counts, in its unit. */
export function AxisName({
  x,
  y,
  anchor = 'start',
  children,
}: {
  x: number;
  y: number;
  anchor?: 'start' | 'middle';
  children: string;
}) {
  return (
    <text x={x} y={y} textAnchor={anchor} className={styles.axisName}>
      {children}
    </text>
  );
}
