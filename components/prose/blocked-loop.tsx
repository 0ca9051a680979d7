import styles from './blocked-loop.module.css';
import { Picture, type Size } from './picture.tsx';
import { pictureWords } from './picture-words.ts';

/** Milliseconds: the time drawn, the computing, and the distance of requests and of heartbeats. */
const END = 170;
const BLOCK = { from: 30, to: 130 };
const EVERY = 5;
const BEAT = 40;

const HEIGHT = 300;
const STRIP = { y: 74, height: 28 };
const QUEUE = { top: 136, step: 4 };
const BEAT_Y = 248;

const drawings: readonly Size[] = [
  { name: 'wide', width: 660, font: 14 },
  { name: 'narrow', width: 340, font: 12.5 },
];

const every = (ms: number) => Array.from({ length: END / ms }, (_, i) => i * ms);
const moments = every(EVERY);
const isBlocked = (ms: number) => ms >= BLOCK.from && ms < BLOCK.to;
const waiting = moments.filter((ms) => isBlocked(ms) && ms > BLOCK.from);
const pieces = moments.filter((ms) => !isBlocked(ms));

/** One long piece of work on the loop, and what gathers behind it. Drawn from the load of the experiment, not measured. */
export function BlockedLoop() {
  return (
    <Picture
      words={pictureWords['blocked-loop']}
      sizes={drawings}
      height={() => HEIGHT}
      caption="Drawn, not measured: a request every 5 ms, and one that computes. In the third row each line is a request that waits. Its length is how long it waits; the lines above each other are those that wait at the same time."
    >
      {(size) => <Drawing size={size} />}
    </Picture>
  );
}

function Drawing({ size: { width } }: { size: Size }) {
  const x = (ms: number) => 8 + (ms / END) * (width - 28);
  const middle = (x(BLOCK.from) + x(BLOCK.to)) / 2;
  return (
    <>
      <rect
        x={x(BLOCK.from)}
        y={24}
        width={x(BLOCK.to) - x(BLOCK.from)}
        height={BEAT_Y - 12}
        className={styles.meanwhile}
      />

      <text x={8} y={16} className={styles.row}>
        requests come in
      </text>
      {moments.map((ms) => (
        <circle
          key={ms}
          cx={x(ms)}
          cy={36}
          r={ms === BLOCK.from ? 5 : 2.6}
          className={ms === BLOCK.from ? styles.heavy : styles.light}
        />
      ))}
      <path d={`M${x(BLOCK.from)} 42V${STRIP.y}`} className={styles.heavyLine} />

      <text x={8} y={STRIP.y - 8} className={styles.row}>
        the loop
      </text>
      <rect x={8} y={STRIP.y} width={width - 28} height={STRIP.height} className={styles.thread} />
      {pieces.map((ms) => (
        <path key={ms} d={`M${x(ms)} ${STRIP.y}v${STRIP.height}`} className={styles.piece} />
      ))}
      <rect
        x={x(BLOCK.from)}
        y={STRIP.y}
        width={x(BLOCK.to) - x(BLOCK.from)}
        height={STRIP.height}
        className={styles.block}
      />
      <rect x={x(BLOCK.to)} y={STRIP.y} width={7} height={STRIP.height} className={styles.burst} />
      <text x={middle} y={STRIP.y + STRIP.height / 2} dy="0.35em" textAnchor="middle" className={styles.inBlock}>
        computes for 100 ms
      </text>

      <text x={8} y={QUEUE.top - 12} className={styles.row}>
        who waits for it
      </text>
      {waiting.map((ms, i) => (
        <path key={ms} d={`M${x(ms)} ${QUEUE.top + i * QUEUE.step}H${x(BLOCK.to)}`} className={styles.wait} />
      ))}
      <text x={x(BLOCK.to) + 7} y={QUEUE.top + 4} className={styles.note}>
        95 ms
      </text>
      <text x={x(BLOCK.to) + 7} y={QUEUE.top + (waiting.length - 1) * QUEUE.step} dy="0.2em" className={styles.note}>
        5 ms
      </text>

      <text x={8} y={BEAT_Y - 14} className={styles.row}>
        heartbeat
      </text>
      {every(BEAT)
        .filter((ms) => !isBlocked(ms) || ms === BLOCK.from)
        .map((ms) => (
          <path key={ms} d={`M${x(ms)} ${BEAT_Y - 6}v12`} className={styles.beat} />
        ))}
      <path d={`M${x(BLOCK.from) + 6} ${BEAT_Y}H${x(BLOCK.to) - 6}`} className={styles.silence} />
      <text x={middle} y={BEAT_Y - 10} textAnchor="middle" className={styles.silent}>
        silent since 30 ms
      </text>

      <path d={`M8 ${BEAT_Y + 22}H${width - 20}`} className={styles.axis} />
      {[0, 50, 100, 150].map((ms) => (
        <g key={ms}>
          <path d={`M${x(ms)} ${BEAT_Y + 22}v5`} className={styles.axis} />
          <text x={x(ms)} y={BEAT_Y + 43} textAnchor={ms === 0 ? 'start' : 'middle'} className={styles.note}>
            {ms === 150 ? '150 ms' : ms}
          </text>
        </g>
      ))}
    </>
  );
}
