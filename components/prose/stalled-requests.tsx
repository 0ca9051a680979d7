import type { ReactNode } from 'react';
import { Picture } from './picture.tsx';
import { pictureWords } from './picture-words.ts';
import styles from './prose.module.css';

/** Moments of a request in the time of the drawing: users come once in each unit, and an answer takes one unit. */
type Moments = readonly [due: number, sent: number, answered: number];

const END = 14.6;
const STALL = { from: 5, to: 10 };

/** One connection: the next request is sent when the answer has come. */
const closed: readonly Moments[] = [
  ...[0.5, 1.5, 2.5, 3.5].map((at): Moments => [at, at, at + 1]),
  [4.5, 4.5, 10.5],
  ...[10.5, 11.5, 12.5].map((at): Moments => [at, at, at + 1]),
];
/** Users who came in vain. */
const leftOut = [5.5, 6.5, 7.5, 8.5, 9.5];

/** By plan, over four connections: what finds none of them free waits in the load tool. */
const open: readonly Moments[] = [
  ...[0.5, 1.5, 2.5, 3.5].map((at): Moments => [at, at, at + 1]),
  [4.5, 4.5, 10.5],
  [5.5, 5.5, 10.9],
  [6.5, 6.5, 11.1],
  [7.5, 7.5, 11.3],
  [8.5, 10.5, 11.5],
  [9.5, 10.9, 11.9],
  [10.5, 11.1, 12.1],
  [11.5, 11.5, 12.5],
  [12.5, 12.5, 13.5],
];
/** The request whose times are named. */
const NAMED: Moments = [8.5, 10.5, 11.5];

const drawings = [
  { name: 'wide', width: 660, font: 15, left: 78 },
  { name: 'narrow', width: 340, font: 13, left: 68 },
] as const;
type Size = (typeof drawings)[number];

const ROW = 42;
/** Rails of one load: due, sent, answered. */
const railsFrom = (top: number) => [top + 34, top + 34 + ROW, top + 34 + 2 * ROW] as const;
const CLOSED_TOP = 0;
const OPEN_TOP = 150;
const HEIGHT = 356;

/** Two loads and one stall, request by request. Drawn from the rule of each load, not from measurements. */
export function StalledRequests() {
  return (
    <Picture
      words={pictureWords['stalled-requests']}
      sizes={drawings}
      height={() => HEIGHT}
      caption="The same stall, met by two loads; each line downwards is a request. Hollow: users whom the closed loop left out. The two times at the bottom are those of one request: counted from sending, most of its wait is gone."
    >
      {(size) => (
        <>
          {' '}
          <Stall size={size} />
          <Load size={size} top={CLOSED_TOP} name="Closed loop, one connection" due="users" requests={closed}>
            {leftOut.map((at) => (
              <circle key={at} cx={xOf(size, at)} cy={railsFrom(CLOSED_TOP)[0]} r={4} className={styles.neverSent} />
            ))}
          </Load>
          <Load size={size} top={OPEN_TOP} name="Open loop, by plan" due="planned" requests={open} />
          <Span size={size} from={NAMED[1]} to={NAMED[2]} y={OPEN_TOP + 140} name="service time" />
          <Span size={size} from={NAMED[0]} to={NAMED[2]} y={OPEN_TOP + 174} name="response time" />
        </>
      )}
    </Picture>
  );
}

const xOf = ({ width, left }: Size, at: number) => Math.round((left + (at / END) * (width - left - 8)) * 10) / 10;

function Stall({ size }: { size: Size }) {
  const [from, to] = [xOf(size, STALL.from), xOf(size, STALL.to)];
  return (
    <g>
      {[CLOSED_TOP, OPEN_TOP].map((top) => (
        <rect key={top} x={from} y={top + 24} width={to - from} height={2 * ROW + 20} className={styles.stalled} />
      ))}
      <text x={(from + to) / 2} y={CLOSED_TOP + 24 + ROW} textAnchor="middle" className={styles.label}>
        {size.name === 'wide' ? 'the server stands still' : 'stands still'}
      </text>
    </g>
  );
}

function Load({
  size,
  top,
  name,
  due,
  requests,
  children,
}: {
  size: Size;
  top: number;
  name: string;
  /** What the upper rail is called. */
  due: string;
  requests: readonly Moments[];
  children?: ReactNode;
}) {
  const rails = railsFrom(top);
  return (
    <g>
      <text x={2} y={top + 15} className={styles.loadName}>
        {name}
      </text>
      {[due, 'sent', 'answered'].map((rail, i) => (
        <g key={rail}>
          <line x1={size.left} x2={size.width - 4} y1={rails[i]} y2={rails[i]} className={styles.timeLine} />
          <text x={size.left - 8} y={rails[i]} dy="0.35em" textAnchor="end" className={styles.label}>
            {rail}
          </text>
        </g>
      ))}
      {requests.map((moments) => {
        const [planned, , answered] = moments;
        const xs = moments.map((at) => xOf(size, at));
        return (
          <g key={planned} className={answered - planned > 1 ? styles.late : styles.inTime}>
            <path d={`M${xs[0]} ${rails[0]}L${xs[1]} ${rails[1]}L${xs[2]} ${rails[2]}`} />
            {xs.map((x, i) => (
              <circle key={rails[i]} cx={x} cy={rails[i]} r={size.name === 'wide' ? 3.5 : 2.6} />
            ))}
          </g>
        );
      })}
      {children}
    </g>
  );
}

function Span({ size, from, to, y, name }: { size: Size; from: number; to: number; y: number; name: string }) {
  const [left, right] = [xOf(size, from), xOf(size, to)];
  return (
    <g>
      <path d={`M${left} ${y - 6}v12m0-6H${right}m0-6v12`} className={styles.span} data-span={name} />
      <text x={left - 8} y={y} dy="0.35em" textAnchor="end" className={styles.spanName}>
        {name}
      </text>
    </g>
  );
}
