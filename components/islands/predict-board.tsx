'use client';
import { type PointerEvent, useRef } from 'react';
import { AxisName, TickRow, ValueAxis } from '../charts/axes.tsx';
import { times } from '../charts/format.ts';
import { handDrawnPath } from '../charts/hand-drawn.ts';
import { MarkerShape } from '../charts/marker.tsx';
import { apart, linear, ticksTo } from '../charts/scale.ts';
import type { Curves } from '../charts/sentences.ts';
import { type SeriesInfo, seriesStyle } from '../charts/series.ts';
import styles from './islands.module.css';
import { ceiling, valueAfterKey } from './prediction.ts';

const board = { width: 420, height: 280, left: 40, right: 28, top: 22, bottom: 44, font: 14 };
/** A finger needs this much around a handle, in drawing units. */
const TOUCH = 22;

interface BoardProps {
  series: readonly (SeriesInfo & { index: number })[];
  sweep: readonly number[];
  curves: Curves;
  active: string;
  onActive: (id: string) => void;
  onValue: (id: string, cores: number, value: number) => void;
}

/** The drawing surface: a handle for each line and core count, moved by mouse, finger or keys. */
export function PredictBoard({ series, sweep, curves, active, onActive, onValue }: BoardProps) {
  const svg = useRef<SVGSVGElement>(null);
  const drag = useRef<{ id: string; cores: number } | undefined>(undefined);
  const most = sweep.at(-1) as number;
  const x = linear([1, most], [board.left + 10, board.width - board.right]);
  const y = linear([0, ceiling(sweep)], [board.height - board.bottom, board.top]);
  const ticks = ticksTo(most, most <= 3 ? 2 : 4).filter((tick) => tick <= ceiling(sweep));
  const set = (id: string, cores: number, value: number) => onValue(id, cores, value);

  const at = (event: { clientX: number; clientY: number }) => {
    const box = (svg.current as SVGSVGElement).getBoundingClientRect();
    const scale = board.width / box.width;
    const cores = x.invert((event.clientX - box.left) * scale);
    const nearest = sweep
      .filter((count) => count > 1)
      .reduce((a, b) => (Math.abs(b - cores) < Math.abs(a - cores) ? b : a), most);
    return { cores: nearest, value: y.invert((event.clientY - box.top) * scale) };
  };
  const grab = (event: PointerEvent<SVGElement>, id: string, cores: number) => {
    event.stopPropagation();
    // Where handles meet, the line that is being drawn goes first; its place in the document stays, for the Tab key.
    const own = curves[active]?.find((point) => point.cores === cores)?.speedUp ?? 1;
    const meets = Math.abs(y(own) - y(at(event).value)) < TOUCH;
    drag.current = { id: meets ? active : id, cores };
    svg.current?.setPointerCapture(event.pointerId);
    onActive(drag.current.id);
  };
  const move = (event: PointerEvent) => {
    if (!drag.current) return;
    const { cores, value } = at(event);
    // A stroke across the board draws the line it passes.
    drag.current.cores = sweep.length > 2 ? cores : drag.current.cores;
    set(drag.current.id, drag.current.cores, value);
  };

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the handles inside take the keys
    // biome-ignore lint/a11y/useSemanticElements: a drawing is no fieldset
    <svg
      ref={svg}
      className={styles.board}
      viewBox={`0 0 ${board.width} ${board.height}`}
      fontSize={board.font}
      aria-label="Expected speed-up over the number of cores"
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
        const { cores, value } = at(event);
        grab(event, active, cores);
        set(active, cores, value);
      }}
      onClick={(event) => {
        if ((event.nativeEvent as globalThis.PointerEvent).pointerType !== 'touch') return;
        const { cores, value } = at(event);
        set(active, cores, value);
      }}
    >
      <ValueAxis ticks={ticks} y={y} left={board.left} right={board.width - board.right} />
      <AxisName x={0} y={board.top - 10}>
        times the work of one core
      </AxisName>
      <TickRow ticks={apart(sweep, x, 24)} x={x} y={board.height - board.bottom + 20} />
      <AxisName x={(x(1) + x(most)) / 2} y={board.height - 5} anchor="middle">
        cores given to the server
      </AxisName>
      <line x1={x(1)} y1={y(1)} x2={x(most)} y2={y(most)} className={styles.ideal} />
      <circle cx={x(1)} cy={y(1)} r={3.5} className={styles.origin} />
      {series.map(({ id, label, index }) => {
        const { colour, marker } = seriesStyle(index);
        const curve = curves[id];
        const value = (cores: number) => curve?.find((point) => point.cores === cores)?.speedUp;
        return (
          <g key={id} data-active={id === active}>
            {curve && curve.length > 1 && (
              <path
                d={handDrawnPath(curve.map((point) => ({ x: x(point.cores), y: y(point.speedUp) })))}
                stroke={colour}
                className={styles.stroke}
              />
            )}
            {sweep
              .filter((cores) => cores > 1)
              .map((cores) => {
                const now = value(cores);
                return (
                  <g
                    key={cores}
                    tabIndex={0}
                    role="slider"
                    className={styles.handle}
                    data-drawn={now !== undefined}
                    aria-label={`${label} on ${cores} cores`}
                    aria-orientation="vertical"
                    aria-valuemin={0}
                    aria-valuemax={ceiling(sweep)}
                    aria-valuenow={now ?? 1}
                    aria-valuetext={now === undefined ? 'not drawn yet' : `${times(now)} times the work of one core`}
                    onFocus={() => onActive(id)}
                    onPointerDown={(event) => grab(event, id, cores)}
                    onClick={(event) => event.stopPropagation()}
                    onKeyDown={(event) => {
                      const next = valueAfterKey(event.key, now ?? 1, cores);
                      if (next === undefined) return;
                      event.preventDefault();
                      set(id, cores, next);
                    }}
                  >
                    <circle cx={x(cores)} cy={y(now ?? 1)} r={TOUCH} className={styles.touch} />
                    <MarkerShape
                      marker={marker}
                      colour={colour}
                      x={x(cores)}
                      y={y(now ?? 1)}
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
