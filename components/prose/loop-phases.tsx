import styles from './loop-phases.module.css';
import { pictureWords } from './picture-words.ts';

const phases = [
  { name: 'poll', runs: 'sockets, files', x: 32, y: 54 },
  { name: 'check', runs: 'setImmediate', x: 236, y: 54 },
  { name: 'close', runs: 'what was closed', x: 236, y: 150 },
  { name: 'timers', runs: 'setTimeout', x: 32, y: 150 },
] as const;
const BOX = { width: 116, height: 46 };

const sockets = ['idle', 'ready', 'idle', 'idle', 'ready', 'idle', 'idle', 'idle'] as const;

/** The loop with its phases, what runs between two callbacks, and the kernel's list. Drawn from libuv's own order. */
export function LoopPhases() {
  return (
    <figure className={styles.loop}>
      <svg viewBox="0 0 384 372" role="img" aria-label={pictureWords['loop-phases']}>
        <text x="8" y="20" className={styles.title}>
          one thread: the event loop
        </text>
        <rect x="4" y="30" width="376" height="188" rx="8" className={styles.thread} />
        <path d="M148 77H230m-7 -5l7 5l-7 5" className={styles.arrow} />
        <path d="M294 100V144m-5 -7l5 7l5 -7" className={styles.arrow} />
        <path d="M236 173H154m7 -5l-7 5l7 5" className={styles.arrow} />
        <path d="M90 150V106m-5 7l5 -7l5 7" className={styles.arrow} />
        {phases.map(({ name, runs, x, y }) => (
          <g key={name}>
            <rect x={x} y={y} {...BOX} rx="5" className={styles.phase} data-asks={name === 'poll' || undefined} />
            <text x={x + BOX.width / 2} y={y + 20} textAnchor="middle" className={styles.name}>
              {name}
            </text>
            <text x={x + BOX.width / 2} y={y + 37} textAnchor="middle" className={styles.small}>
              {runs}
            </text>
          </g>
        ))}
        <rect x="158" y="92" width="70" height="66" rx="5" className={styles.between} />
        <text x="193" y="106" textAnchor="middle" className={styles.small}>
          after each
        </text>
        <text x="193" y="124" textAnchor="middle" className={styles.queue}>
          nextTick
        </text>
        <text x="193" y="140" textAnchor="middle" className={styles.queue}>
          microtasks
        </text>
        <text x="193" y="153" textAnchor="middle" className={styles.small}>
          until empty
        </text>

        <path d="M62 218V262m-5 -7l5 7l5 -7" className={styles.ask} />
        <path d="M118 262V218m-5 7l5 -7l5 7" className={styles.ask} />
        <text x="54" y="244" textAnchor="end" className={styles.small}>
          epoll
        </text>
        <text x="128" y="244" className={styles.small}>
          2 of 8 are ready
        </text>
        <text x="8" y="284" className={styles.title}>
          the kernel: its list of sockets
        </text>
        {sockets.map((state, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: drawn places
          <g key={index}>
            <rect
              x={8 + index * 46.5}
              y="294"
              width="40"
              height="34"
              rx="4"
              className={styles.socket}
              data-ready={state === 'ready' || undefined}
            />
            <text x={28 + index * 46.5} y="315" textAnchor="middle" className={styles.small}>
              {state}
            </text>
          </g>
        ))}
        <path
          d={sockets.map((_, index) => `M${28 + index * 46.5} 350V332m-3 5l3 -5l3 5`).join('')}
          className={styles.wire}
        />
        <text x="192" y="366" textAnchor="middle" className={styles.small}>
          data comes in from the network, without any thread of the program
        </text>
      </svg>
      <figcaption>
        One round of Node's event loop, in the order of libuv 1.45 and later. All callbacks run on this one thread. A
        request that waits is an entry in the kernel's list and some memory, and no thread.
      </figcaption>
    </figure>
  );
}
