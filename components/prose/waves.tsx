import { Picture, type Size, usualSizes } from './picture.tsx';
import { pictureWords } from './picture-words.ts';
import own from './waves.module.css';

/** The burst of the experiment: requests at the same moment, threads, and seconds for which each holds its thread. */
const REQUESTS = 500;
const THREADS = 200;
const HOLDS = 1;
/** Requests that one bar stands for. */
const A_BAR = 20;
const END = 3;

const SIDE = 6;
const ROW = 9;
const HEAD = 34;
const FOOT = 30;
const bars = Array.from({ length: REQUESTS / A_BAR }, (_, i) => i);
const height = HEAD + bars.length * ROW + FOOT;

/** Which turn a bar gets, from 0: as many as there are threads go at a time, in the order in which they came. */
const turnOf = (bar: number) => Math.floor((bar * A_BAR) / THREADS);
const turns = [...new Set(bars.map(turnOf))];
const nameOf = (turn: number) => `${turn * THREADS + 1} to ${Math.min((turn + 1) * THREADS, REQUESTS)}`;

/** Five hundred requests and two hundred threads: who waits, and for how long. Drawn from the rule, not measured. */
export function Waves() {
  return (
    <Picture
      words={pictureWords.waves}
      sizes={usualSizes}
      height={() => height}
      caption="Drawn from the rule, not measured: first come, first served. One bar stands for twenty requests. Faint, they wait for a thread; strong, each of them holds one."
    >
      {(size) => <Drawing size={size} />}
    </Picture>
  );
}

function Drawing({ size: { width, font } }: { size: Size }) {
  const x = (seconds: number) => SIDE + (seconds / END) * (width - 2 * SIDE - font);
  const y = (bar: number) => HEAD + bar * ROW;
  const base = y(bars.length);
  const first = (turn: number) => bars.findIndex((bar) => turnOf(bar) === turn);
  return (
    <>
      <text x={SIDE} y={font} className={own.name}>
        all {REQUESTS} come here
      </text>
      <path d={`M${x(0)} ${font + 6}V${base + 4}`} className={own.arrival} />
      {bars.map((bar) => (
        <g key={bar}>
          <rect x={x(0)} y={y(bar)} width={x(turnOf(bar) * HOLDS) - x(0)} height={6} className={own.wait} />
          <rect x={x(turnOf(bar) * HOLDS)} y={y(bar)} width={x(HOLDS) - x(0)} height={6} className={own.work} />
        </g>
      ))}
      {turns.map((turn) => (
        <text
          key={turn}
          x={turn === 0 ? x(HOLDS) + font * 0.6 : x(turn * HOLDS) - font * 0.6}
          y={y(first(turn)) + ROW * 2}
          textAnchor={turn === 0 ? 'start' : 'end'}
          className={turn === 0 ? own.name : own.onWait}
        >
          {nameOf(turn)}
        </text>
      ))}
      {[0, 1, 2, 3].map((second) => (
        <g key={second}>
          <path d={`M${x(second)} ${base}v6`} className={own.axis} />
          <text
            x={x(second)}
            y={base + 6 + font}
            textAnchor={second === 0 ? 'start' : second === END ? 'end' : 'middle'}
            className={own.label}
          >
            {second === END ? `${END} s` : second}
          </text>
        </g>
      ))}
    </>
  );
}
