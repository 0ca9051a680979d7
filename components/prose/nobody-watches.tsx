import styles from './nobody-watches.module.css';
import { Picture, type Size, usualSizes } from './picture.tsx';
import { pictureWords } from './picture-words.ts';

/** Milliseconds: the time drawn, two requests that compute one after the other, and the distance of the light ones. */
const END = 270;
const FIRST = { from: 50, to: 150 };
const SECOND = { from: 156, to: 256 };
const EVERY = 10;
const OFFSET = 5;

const LANE = 26;
const ONE_Y = 76;
const TWO_Y = 132;
const QUEUE = { top: 196, step: 5 };
const AXIS_Y = 256;
const HEIGHT = 286;

const arrivals = Array.from({ length: END / EVERY }, (_, i) => OFFSET + i * EVERY);
const waiting = arrivals.filter((ms) => ms > FIRST.from && ms < FIRST.to);
const answered = arrivals.filter((ms) => ms < FIRST.from || ms > FIRST.to);

/** One request that computes and two workers: once the other one sleeps, once it watches. Drawn, not measured. */
export function NobodyWatches() {
  return (
    <Picture
      words={pictureWords['nobody-watches']}
      sizes={usualSizes}
      height={() => HEIGHT}
      caption="Drawn from the source of Tokio, not measured: two workers, a light request every 10 ms, and one request at a time that computes for 100 ms. Beneath, each line is a light request that waits."
    >
      {(size) => <Drawing size={size} />}
    </Picture>
  );
}

function Drawing({ size: { width, font } }: { size: Size }) {
  const x = (ms: number) => 8 + (ms / END) * (width - 16);
  const lane = (y: number, from: number, to: number, kind: 'computes' | 'watches' | 'sleeps', text?: string) => (
    <>
      <rect x={x(from)} y={y} width={x(to) - x(from)} height={LANE} className={styles[kind]} />
      {text && (
        <text
          x={(x(from) + x(to)) / 2}
          y={y + LANE / 2}
          dy="0.35em"
          textAnchor="middle"
          className={kind === 'computes' ? styles.onComputes : styles.label}
        >
          {text}
        </text>
      )}
    </>
  );
  return (
    <>
      <text x={8} y={16} className={styles.row}>
        requests come in
      </text>
      {arrivals.map((ms) => (
        <circle key={ms} cx={x(ms)} cy={36} r={2.6} className={styles.light} />
      ))}
      {[FIRST, SECOND].map(({ from }) => (
        <circle key={from} cx={x(from)} cy={36} r={5} className={styles.heavy} />
      ))}
      <path d={`M${x(FIRST.from)} 42V${ONE_Y}M${x(SECOND.from)} 42V${TWO_Y}`} className={styles.heavyLine} />

      <text x={8} y={ONE_Y - 8} className={styles.row}>
        worker 1
      </text>
      {lane(ONE_Y, 0, FIRST.from, 'watches')}
      {lane(ONE_Y, FIRST.from, FIRST.to, 'computes', 'computes')}
      {lane(ONE_Y, FIRST.to, END, 'watches')}
      <rect x={x(FIRST.to)} y={ONE_Y} width={6} height={LANE} className={styles.burst} />
      {answered.map((ms) => (
        <path key={ms} d={`M${x(ms)} ${ONE_Y}v${LANE}`} className={styles.piece} />
      ))}
      <text
        x={x((FIRST.to + END) / 2)}
        y={ONE_Y + LANE / 2}
        dy="0.35em"
        textAnchor="middle"
        className={styles.onWatches}
      >
        watches
      </text>

      <text x={8} y={TWO_Y - 8} className={styles.row}>
        worker 2
      </text>
      {lane(TWO_Y, 0, FIRST.to, 'sleeps', 'asleep')}
      {lane(TWO_Y, SECOND.from, SECOND.to, 'computes', 'computes')}
      {lane(TWO_Y, SECOND.to, END, 'sleeps')}
      <rect x={x(FIRST.to)} y={TWO_Y} width={4} height={LANE} className={styles.burst} />
      <path d={`M${x(FIRST.to)} ${ONE_Y + LANE}V${TWO_Y}`} className={styles.wakes} />

      <text x={8} y={QUEUE.top - 14} className={styles.row}>
        who waits
      </text>
      {waiting.map((ms, i) => (
        <path key={ms} d={`M${x(ms)} ${QUEUE.top + i * QUEUE.step}H${x(FIRST.to)}`} className={styles.wait} />
      ))}
      <text x={x((SECOND.from + SECOND.to) / 2)} y={QUEUE.top + 24} textAnchor="middle" className={styles.label}>
        nobody
      </text>

      <path d={`M8 ${AXIS_Y}H${width - 8}`} className={styles.axis} />
      {[0, 100, 200].map((ms) => (
        <g key={ms}>
          <path d={`M${x(ms)} ${AXIS_Y}v5`} className={styles.axis} />
          <text x={x(ms)} y={AXIS_Y + 7 + font} textAnchor={ms === 0 ? 'start' : 'middle'} className={styles.label}>
            {ms === 200 ? '200 ms' : ms}
          </text>
        </g>
      ))}
    </>
  );
}
