import own from './bunches.module.css';
import { Picture, type Size, usualSizes } from './picture.tsx';
import { pictureWords } from './picture-words.ts';

/** Moments at which requests come; each takes one unit of time. */
const evenly = [0, 1.25, 2.5, 3.75, 5, 6.25, 7.5, 8.75];
const inBunches = [0.3, 0.6, 0.9, 4.2, 4.6, 7, 7.1, 7.9];
const END = 10;

const SIDE = 6;
const ROW = 9;
const HEAD = 30;
const GAP = 26;
const height = HEAD + evenly.length * ROW + GAP;

interface Served {
  readonly comes: number;
  readonly begins: number;
}

/** One server, one request after the other, in the order in which they come. */
function served(arrivals: readonly number[]): Served[] {
  let free = 0;
  return arrivals.map((comes) => {
    const begins = Math.max(comes, free);
    free = begins + 1;
    return { comes, begins };
  });
}

/** The same work, once evenly spaced and once in bunches. Drawn from the rule of a queue, not from measurements. */
export function Bunches() {
  return (
    <Picture
      words={pictureWords.bunches}
      sizes={usualSizes}
      height={() => 2 * height}
      caption="The same server, the same eight requests, busy for the same eight tenths of the time. One line is one request: it comes at the tick, waits while the bar is faint, and is worked on while it is strong."
    >
      {(size) => (
        <>
          <Requests size={size} top={0} name="evenly spaced" arrivals={evenly} />
          <Requests size={size} top={height} name="at random moments" arrivals={inBunches} />
        </>
      )}
    </Picture>
  );
}

function Requests({
  size: { width, font },
  top,
  name,
  arrivals,
}: {
  size: Size;
  top: number;
  name: string;
  arrivals: readonly number[];
}) {
  const x = (time: number) => SIDE + (time / END) * (width - 2 * SIDE);
  const all = served(arrivals);
  const waiting = all.filter(({ comes, begins }) => begins > comes).length;
  return (
    <g>
      <text x={SIDE} y={top + font} className={own.name}>
        {name}
        <tspan className={own.label}>{`: ${waiting === 0 ? 'none' : `${waiting} of ${all.length}`} wait`}</tspan>
      </text>
      {all.map(({ comes, begins }, i) => {
        const y = top + HEAD + i * ROW;
        return (
          <g key={comes}>
            <line x1={x(0)} x2={x(END)} y1={y + 3} y2={y + 3} className={own.rail} />
            <rect x={x(comes)} y={y} width={x(begins) - x(comes)} height={6} className={own.wait} />
            <rect x={x(begins)} y={y} width={x(1) - x(0)} height={6} className={own.service} />
            <line x1={x(comes)} x2={x(comes)} y1={y - 1.5} y2={y + 7.5} className={own.arrival} />
          </g>
        );
      })}
    </g>
  );
}
