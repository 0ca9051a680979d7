'use client';
import { type PointerEvent, useRef } from 'react';
import type { MetricName } from '../../protocol/metrics.ts';
import { AxisName, TickRow, ValueAxis } from '../charts/axes.tsx';
import { handDrawnPath } from '../charts/hand-drawn.ts';
import { MarkerShape } from '../charts/marker.tsx';
import { roughly } from '../charts/prediction-words.ts';
import type { Curves } from '../charts/predictions.ts';
import { apart } from '../charts/scale.ts';
import { type SeriesInfo, seriesStyle } from '../charts/series.ts';
import { metricWords } from '../charts/sweep-sentences.ts';
import { amount, atWords, type PlanSweep, sweepName } from '../charts/sweep-words.ts';
import styles from './islands.module.css';
import { isOrigin } from './prediction.ts';
import { axisOf, placesOf, restOf, type ValueScale, valueAfterKey } from './prediction-scale.ts';

const board = { width: 420, height: 280, right: 28, top: 26, bottom: 44, font: 14 };
/** A finger needs this much around a handle, in drawing units. */
const TOUCH = 22;
/** Room for one digit of a tick. */
const DIGIT = 8;

interface BoardProps {
  series: readonly (SeriesInfo & { index: number })[];
  sweep: PlanSweep;
  metric: MetricName;
  scale: ValueScale;
  /** What the y axis counts. */
  yName: string;
  curves: Curves;
  active: string;
  onActive: (id: string) => void;
  onValues: (id: string, values: readonly { x: number; value: number }[]) => void;
}

/** The drawing surface: a handle for each line at each value of the sweep, moved by mouse, finger or keys. */
export function PredictBoard({ series, sweep, metric, scale, yName, curves, active, onActive, onValues }: BoardProps) {
  const svg = useRef<SVGSVGElement>(null);
  const drag = useRef<({ id: string } & Pointer) | undefined>(undefined);
  const { y, ticks } = axisOf(scale, [board.height - board.bottom, board.top]);
  const left = Math.max(40, 14 + DIGIT * Math.max(...ticks.map((tick) => amount(tick).length)));
  const right = board.width - board.right;
  const places = placesOf(sweep, [left + 10, right]);
  const x = (value: number) => places.get(value) ?? left;
  const free = sweep.values.filter((value) => !isOrigin(metric, value));
  const rest = restOf(metric, scale);
  const valueAt = (id: string, at: number) => curves[id]?.find((spot) => spot.x === at)?.value;

  const at = (event: { clientX: number; clientY: number }): Pointer => {
    const box = (svg.current as SVGSVGElement).getBoundingClientRect();
    const unit = board.width / box.width;
    return { across: (event.clientX - box.left) * unit, top: (event.clientY - box.top) * unit };
  };
  const nearest = ({ across }: Pointer) =>
    free.reduce((a, b) => (Math.abs(x(b) - across) < Math.abs(x(a) - across) ? b : a));
  const set = (id: string, place: number, top: number) => onValues(id, [{ x: place, value: y.invert(top) }]);
  const grab = (event: PointerEvent<SVGElement>, id: string, place: number) => {
    event.stopPropagation();
    const to = at(event);
    // The pen goes first where handles meet, and where its line is not drawn yet; the order of the document stays, for
    // the Tab key.
    const own = valueAt(active, place);
    const meets = own === undefined || Math.abs(y(own) - to.top) < TOUCH;
    const goes = meets ? active : id;
    drag.current = { id: goes, ...to };
    svg.current?.setPointerCapture(event.pointerId);
    onActive(goes);
    if (valueAt(goes, place) === undefined) set(goes, place, to.top);
  };
  const move = (event: PointerEvent) => {
    if (!drag.current) return;
    const { id } = drag.current;
    const to = at(event);
    const near = nearest(to);
    // A stroke across the board draws the line it passes, also where it passes quickly. A place follows the pointer
    // only while it is close: else a slope would be drawn as steps.
    const follows = valueAt(id, near) === undefined || Math.abs(x(near) - to.across) < TOUCH;
    const drawn = [...passed(free, x, drag.current, to), ...(follows ? [{ x: near, top: to.top }] : [])];
    if (drawn.length > 0)
      onValues(
        id,
        drawn.map((spot) => ({ x: spot.x, value: y.invert(spot.top) })),
      );
    drag.current = { id, ...to };
  };

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the handles inside take the keys
    // biome-ignore lint/a11y/useSemanticElements: a drawing is no fieldset
    <svg
      ref={svg}
      className={styles.board}
      viewBox={`0 0 ${board.width} ${board.height}`}
      fontSize={board.font}
      aria-label={`Expected ${metricWords(metric)} over ${sweepName(sweep)}`}
      role="group"
      onPointerMove={move}
      onPointerUp={() => {
        drag.current = undefined;
      }}
      onPointerCancel={() => {
        drag.current = undefined;
      }}
      onPointerDown={(event) => {
        // A finger on the free area may want to scroll; it draws by a tap instead.
        if (event.pointerType === 'touch' || event.button !== 0) return;
        const to = at(event);
        grab(event, active, nearest(to));
        set(active, nearest(to), to.top);
      }}
      onClick={(event) => {
        if ((event.nativeEvent as globalThis.PointerEvent).pointerType === 'touch')
          set(active, nearest(at(event)), at(event).top);
      }}
    >
      <ValueAxis ticks={ticks} y={y} left={left} right={right} text={amount} />
      <AxisName x={0} y={board.font}>
        {yName}
      </AxisName>
      <TickRow
        ticks={apart(sweep.values, x, 15 + DIGIT * Math.max(...sweep.values.map((value) => amount(value).length)))}
        x={x}
        y={board.height - board.bottom + 20}
        text={amount}
      />
      <AxisName x={(left + right) / 2} y={board.height - 5} anchor="middle">
        {sweepName(sweep)}
      </AxisName>
      {metric === 'speedUp' && (
        <>
          <polyline
            points={sweep.values.map((value) => `${x(value)},${y(value)}`).join(' ')}
            className={styles.ideal}
          />
          <circle cx={x(1)} cy={y(1)} r={3.5} className={styles.origin} />
        </>
      )}
      {series.map(({ id, label, index }) => {
        const { colour, marker } = seriesStyle(index);
        const drawn = (curves[id] ?? []).filter((spot) => places.has(spot.x));
        return (
          <g key={id} data-active={id === active}>
            {drawn.length > 1 && (
              <path
                d={handDrawnPath(drawn.map((spot) => ({ x: x(spot.x), y: y(spot.value) })))}
                stroke={colour}
                className={styles.stroke}
              />
            )}
            {free.map((place) => {
              const now = valueAt(id, place);
              return (
                <g
                  key={place}
                  tabIndex={0}
                  role="slider"
                  className={styles.handle}
                  data-drawn={now !== undefined}
                  aria-label={`${label}${atWords(sweep, place)}`}
                  aria-orientation="vertical"
                  aria-valuemin={scale.from}
                  aria-valuemax={scale.to}
                  aria-valuenow={now ?? rest}
                  aria-valuetext={now === undefined ? 'not drawn yet' : spoken(now, metric)}
                  onFocus={() => onActive(id)}
                  onPointerDown={(event) => grab(event, id, place)}
                  onMouseDown={(event) => {
                    // The focus would hand the pen to this line.
                    if (drag.current?.id !== id) event.preventDefault();
                  }}
                  onClick={(event) => event.stopPropagation()}
                  onKeyDown={(event) => {
                    const next = valueAfterKey(event.key, now ?? rest, scale);
                    if (next === undefined) return;
                    event.preventDefault();
                    onValues(id, [{ x: place, value: next }]);
                  }}
                >
                  <circle cx={x(place)} cy={y(now ?? rest)} r={TOUCH} className={styles.touch} />
                  <MarkerShape
                    marker={marker}
                    colour={colour}
                    x={x(place)}
                    y={y(now ?? rest)}
                    hollow={now === undefined}
                  />
                </g>
              );
            })}
          </g>
        );
      })}
    </svg>
  );
}

/** "1.90 times the work of one core", "400 ms" */
export const spoken = (value: number, metric: MetricName): string =>
  `${roughly(value, metric)}${metric === 'speedUp' ? ' the work of one core' : ''}`;

/** Where the pointer is, in the units of the board. */
interface Pointer {
  readonly across: number;
  readonly top: number;
}

/** The values of the sweep that a stroke passed since it was last seen, each at the height it passed it. */
function passed(values: readonly number[], x: (value: number) => number, from: Pointer, to: Pointer) {
  if (from.across === to.across) return [];
  const share = (value: number) => (x(value) - from.across) / (to.across - from.across);
  return values
    .filter((value) => share(value) >= 0 && share(value) <= 1)
    .map((value) => ({ x: value, top: from.top + share(value) * (to.top - from.top) }));
}
