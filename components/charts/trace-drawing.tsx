import type { Trace } from '../../protocol/trace.ts';
import { fixed } from './format.ts';
import { ticksTo } from './scale.ts';
import styles from './trace.module.css';
import {
  type Column,
  columnsOf,
  FONT,
  msOf,
  PRINTED,
  ROW,
  type Step,
  scaleOf,
  stepsOf,
  TIMES,
  type TraceScale,
  traceSentence,
} from './trace.ts';

/** Heads of the lanes, and of their threads where there are several. */
const HEAD = 26;
const FOOT = 8;
/** Base line of a word below the upper edge of its row. */
const BASE = 14;

interface Frame {
  readonly columns: readonly Column[];
  readonly width: number;
  readonly y: (us: number) => number;
}

/** A whole trace, time from top to bottom, a column for each lane. With `now`, the step that the reader stands on. */
export function TraceDrawing({ trace, scale, now }: { trace: Trace; scale: TraceScale; now?: number | undefined }) {
  const steps = stepsOf(trace);
  const { columns, width } = columnsOf(trace);
  const threads = [...Map.groupBy(columns, ({ thread }) => thread)];
  const head = threads.length > 1 ? HEAD + ROW : HEAD;
  const { y, bottom } = scaleOf(trace, scale, head);
  const frame: Frame = { columns, width, y };
  const labels = labelHeights(steps, scale, y);
  const current = now === undefined ? undefined : steps[now];
  return (
    <svg
      className={styles.drawing}
      viewBox={`0 0 ${width} ${bottom + FOOT}`}
      width={width}
      height={bottom + FOOT}
      fontSize={FONT}
      role="img"
      aria-label={traceSentence(trace)}
    >
      {threads.length > 1 &&
        threads.map(([thread, [first]]) => (
          <text key={thread} x={(first as Column).x + 4} y={BASE} className={styles.thread}>
            {thread}
          </text>
        ))}
      <text x={TIMES - 8} y={head - 9} textAnchor="end" className={styles.head}>
        ms
      </text>
      {columns.map(({ id, label, x }) => (
        <g key={id}>
          <text x={x + 4} y={head - 9} className={styles.head}>
            {label}
          </text>
          <line x1={x} x2={x} y1={head - 4} y2={bottom} className={styles.rule} />
        </g>
      ))}
      {current && (
        <rect x={0} y={y(current.atUs)} width={width} height={scale === 'time' ? 2 : ROW} className={styles.band} />
      )}
      <Times {...{ steps, scale, y }} />
      {steps.map((step, index) => (
        <Piece
          // biome-ignore lint/suspicious/noArrayIndexKey: steps have no name of their own and never move
          key={index}
          {...{ step, frame, scale }}
          labelAt={labels.get(step) ?? 0}
          when={now === undefined || index < now ? 'past' : index === now ? 'now' : 'later'}
        />
      ))}
      {current?.queuedUs !== undefined && (
        <QueuedAt {...{ step: current, steps, frame, scale, from: current.queuedUs }} />
      )}
    </svg>
  );
}

/** The time of every step; true to scale, round times. */
function Times({ steps, scale, y }: { steps: readonly Step[]; scale: TraceScale; y: (us: number) => number }) {
  const last = Math.max(...steps.map(({ atUs, untilUs }) => untilUs ?? atUs));
  const ticks = ticksTo(last / 1000, 8).filter((ms) => ms * 1000 <= last);
  const times =
    scale === 'time'
      ? ticks.map((ms) => ({ us: ms * 1000, text: String(ms) }))
      : [...new Set(steps.map(({ atUs }) => atUs))].map((us) => ({
          us,
          text: us < 100_000 ? msOf(us) : fixed(us / 1000, 0),
        }));
  return times.map(({ us, text }) => (
    <text key={us} x={TIMES - 8} y={y(us) + (scale === 'time' ? 4 : BASE)} textAnchor="end" className={styles.time}>
      {text}
    </text>
  ));
}

type When = 'past' | 'now' | 'later';

/** Base lines of what happened. True to scale, one line may come so soon after another that it has to move down. */
function labelHeights(steps: readonly Step[], scale: TraceScale, y: (us: number) => number): Map<Step, number> {
  const heights = new Map<Step, number>();
  let free = 0;
  for (const step of steps.filter(({ untilUs, lane }) => untilUs === undefined && isNamed(lane, scale))) {
    const height = scale === 'time' ? Math.max(y(step.atUs) + 4, free) : y(step.atUs) + BASE;
    free = height + FONT + 2;
    heights.set(step, height);
  }
  return heights;
}

/** True to scale there is no room for words between the spans of a lane. */
const isNamed = (lane: string, scale: TraceScale) => scale === 'steps' || lane === PRINTED;

interface PieceProps {
  step: Step;
  frame: Frame;
  scale: TraceScale;
  when: When;
  labelAt: number;
}

function Piece({ step, frame, scale, when, labelAt }: PieceProps) {
  const { atUs, untilUs, label, lane, idle } = step;
  const { x, width, order } = frame.columns.find(({ id }) => id === lane) as Column;
  const top = frame.y(atUs);
  if (untilUs === undefined)
    return (
      <g data-when={when} className={styles.instant}>
        <circle cx={x} cy={top + (scale === 'time' ? 0 : ROW / 2)} r={3} />
        {isNamed(lane, scale) && (
          <text x={x + 7} y={labelAt}>
            {label}
          </text>
        )}
      </g>
    );
  const height = Math.max(frame.y(untilUs) - top, 1.5);
  return (
    <g data-when={when} data-lane={order % LANE_COLOURS} data-idle={idle} className={styles.span}>
      <rect x={x + 1.5} y={top} width={width - 4} height={height} rx={2} />
      {height >= ROW - 4 && (
        <text x={x + 5} y={top + BASE}>
          {label}
        </text>
      )}
    </g>
  );
}

/** The first lane is neutral, the others have a colour each. */
const LANE_COLOURS = 5;

/** From the moment at which a callback was queued to the one at which it runs. */
function QueuedAt({
  step,
  steps,
  frame,
  scale,
  from,
}: Pick<PieceProps, 'step' | 'frame' | 'scale'> & { steps: readonly Step[]; from: number }) {
  const place = (lane: string) => frame.columns.find(({ id }) => id === lane) as Column;
  const queuedBy = steps.findLast(({ atUs, untilUs = 0 }) => atUs <= from && from <= untilUs);
  const source = place(step.queuedIn ?? (queuedBy ?? step).lane);
  const target = place(step.lane);
  const x0 = source.x + source.width - 8;
  const x1 = target.x + 2;
  const middle = scale === 'time' ? 0 : ROW / 2;
  const happened = steps.some(
    ({ atUs, untilUs, lane }) => untilUs === undefined && atUs === from && lane === source.id,
  );
  const [y0, y1] = [frame.y(from) + (happened ? middle : 0), frame.y(step.atUs) + ROW / 2];
  return (
    <g className={styles.queued}>
      <path d={`M${x0} ${y0}C${x0 + 14} ${(y0 + y1) / 2} ${x1 - 22} ${y1} ${x1} ${y1}m-6 -4l6 4l-6 4`} />
      <circle cx={x0} cy={y0} r={3.5} />
    </g>
  );
}
