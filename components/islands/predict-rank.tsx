'use client';
import { type PointerEvent, useRef, useState } from 'react';
import { count } from '../charts/format.ts';
import { MarkerShape } from '../charts/marker.tsx';
import { seriesStyle } from '../charts/series.ts';
import { metricWords } from '../charts/sweep-sentences.ts';
import styles from './islands.module.css';
import type { PredictProps } from './predict.tsx';
import { type AskedOf, moved, placesOfKey, rankWays, seriesIn } from './prediction.ts';

/** Series put in the order of a metric, the better one first. */
export function PredictRank({ experiment, asked, predictions }: PredictProps<AskedOf<'rank'>>) {
  const list = useRef<HTMLOListElement>(null);
  const dragged = useRef<string | undefined>(undefined);
  const [told, setTold] = useState('');
  const { metric, place } = asked;
  const series = seriesIn(experiment, asked.series);
  const made = predictions.kept?.made.find((one) => one.id === asked.id);
  const kept = made?.kind === 'rank' ? made.order.filter((id) => asked.series.includes(id)) : [];
  // Series that came to the experiment later stand at the end.
  const order = [...kept, ...asked.series.filter((id) => !kept.includes(id))];
  const [first, last] = rankWays(metric);

  const keep = (next: readonly string[]) =>
    predictions.keep({
      kind: 'rank',
      id: asked.id,
      ask: asked.ask,
      at: new Date().toISOString(),
      metric,
      place,
      order: [...next],
    });
  const move = (id: string, by: number) => {
    const next = moved(order, id, by);
    keep(next);
    setTold(`${labelOf(id)} is now ${next.indexOf(id) + 1} of ${next.length}.`);
  };
  const labelOf = (id: string) => series.find((one) => one.id === id)?.label ?? id;
  const drag = (event: PointerEvent) => {
    const id = dragged.current;
    if (id === undefined || !list.current) return;
    // Rows are equally high, so the height of the list tells which one the pointer is at.
    const { top, height } = list.current.getBoundingClientRect();
    const row = Math.floor(((event.clientY - top) / height) * order.length);
    const by = Math.max(0, Math.min(order.length - 1, row)) - order.indexOf(id);
    if (by !== 0) move(id, by);
  };
  const drop = () => {
    dragged.current = undefined;
  };

  return (
    <div className={styles.rank}>
      <p className={styles.rankEnd}>
        {first} {metricWords(metric)}
      </p>
      <ol ref={list} onPointerMove={drag} onPointerUp={drop} onPointerCancel={drop} data-kept={made !== undefined}>
        {order.map((id, i) => {
          const { index = 0 } = series.find((one) => one.id === id) ?? {};
          const { colour, marker } = seriesStyle(index);
          return (
            <li key={id}>
              <button
                type="button"
                className={styles.grip}
                aria-label={`${labelOf(id)}, place ${i + 1} of ${order.length}. The arrow keys move it.`}
                onKeyDown={(event) => {
                  const by = placesOfKey(event.key, order.length);
                  if (by === undefined) return;
                  event.preventDefault();
                  move(id, by);
                }}
                onPointerDown={(event) => {
                  if (event.button !== 0) return;
                  dragged.current = id;
                  // The list is captured, not the row: a row that changes its place in the document lets go.
                  list.current?.setPointerCapture(event.pointerId);
                }}
              >
                <span aria-hidden="true" className={styles.dots}>
                  ⠿
                </span>
                <svg viewBox="-8 -8 16 16" width="16" height="16" aria-hidden="true">
                  <MarkerShape marker={marker} colour={colour} x={0} y={0} />
                </svg>
                <span style={{ color: colour }}>{labelOf(id)}</span>
              </button>
              <button type="button" className={styles.step} onClick={() => move(id, -1)} disabled={i === 0}>
                <span className={styles.hidden}>Move {labelOf(id)} up</span>
                <span aria-hidden="true">↑</span>
              </button>
              <button
                type="button"
                className={styles.step}
                onClick={() => move(id, 1)}
                disabled={i === order.length - 1}
              >
                <span className={styles.hidden}>Move {labelOf(id)} down</span>
                <span aria-hidden="true">↓</span>
              </button>
            </li>
          );
        })}
      </ol>
      <p className={styles.rankEnd}>
        {last[0]?.toUpperCase()}
        {last.slice(1)} {metricWords(metric)}
      </p>
      <button type="button" className={styles.quiet} onClick={() => keep(order)} disabled={made !== undefined}>
        {made ? 'Your order is kept' : `Keep these ${count(order.length, 'bar')} in this order`}
      </button>
      <p className={styles.hidden} aria-live="polite">
        {told}
      </p>
    </div>
  );
}
