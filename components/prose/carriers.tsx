import own from './carriers.module.css';
import { Picture, type Size, usualSizes } from './picture.tsx';
import { pictureWords } from './picture-words.ts';

const CARRIERS = 2;
/** Virtual threads in the order in which their requests come, in ms: each computes for 1 ms, waits, and computes again. */
const threads = [
  { name: 'A', comes: 0, waits: 3 },
  { name: 'B', comes: 0, waits: 5 },
  { name: 'C', comes: 1, waits: 2 },
  { name: 'D', comes: 1, waits: 4 },
  { name: 'E', comes: 2, waits: 3 },
  { name: 'F', comes: 3, waits: 2 },
] as const;
const END = 8;

/** A millisecond that a thread spends on a carrier. */
interface Turn {
  readonly thread: number;
  readonly carrier: number;
  readonly from: number;
}

/** The rule: whoever is ready takes the first free carrier, for 1 ms, and leaves it to wait or because it is done. */
const turns: readonly Turn[] = (() => {
  const taken: Turn[] = [];
  const queue = threads.map(({ comes }, thread) => ({ thread, at: comes as number, again: true }));
  for (let now = 0; queue.length > 0; now++) {
    const ready = queue.filter(({ at }) => at <= now).slice(0, CARRIERS);
    for (const [carrier, one] of ready.entries()) {
      taken.push({ thread: one.thread, carrier, from: now });
      queue.splice(queue.indexOf(one), 1);
      if (one.again) queue.push({ ...one, at: now + 1 + (threads[one.thread]?.waits ?? 0), again: false });
    }
  }
  return taken;
})();

const HEAD = 28;
const LANE = 30;
const ROW = 22;
const BAR = { lane: 22, row: 15 };
const ROWS_Y = HEAD + CARRIERS * LANE + 40;
const BASE = ROWS_Y + threads.length * ROW + 2;
const HEIGHT = BASE + 28;

/** Six virtual threads on two carriers, drawn from the rule and not measured. */
export function Carriers() {
  return (
    <Picture
      words={pictureWords.carriers}
      sizes={usualSizes}
      height={() => HEIGHT}
      caption="Drawn from the rule, not measured. Each thread computes for 1 ms, waits for 2 to 5 ms, and computes for 1 ms again. In colour it is on that carrier. Faint, it waits and is on none. An empty frame: it could go on, and no carrier is free."
    >
      {(size) => <Drawing size={size} />}
    </Picture>
  );
}

function Drawing({ size: { width, font } }: { size: Size }) {
  const left = font * 5.2;
  const x = (ms: number) => left + (ms / END) * (width - left - font * 1.6);
  const laneY = (carrier: number) => HEAD + carrier * LANE;
  const rowY = (thread: number) => ROWS_Y + thread * ROW;
  return (
    <>
      <text x={4} y={font} className={own.name}>
        threads of the system
      </text>
      {Array.from({ length: CARRIERS }, (_, carrier) => (
        <g key={laneY(carrier)}>
          <text x={4} y={laneY(carrier) + BAR.lane / 2} dy="0.35em" className={own.label}>
            carrier {carrier + 1}
          </text>
          <rect x={x(0)} y={laneY(carrier)} width={x(END) - x(0)} height={BAR.lane} className={own.idle} />
        </g>
      ))}
      {turns.map(({ thread, carrier, from }) => (
        <g key={`${thread} ${from}`}>
          <rect
            x={x(from) + 1}
            y={laneY(carrier)}
            width={x(from + 1) - x(from) - 2}
            height={BAR.lane}
            className={own.mounted}
            data-carrier={carrier + 1}
          />
          <text
            x={x(from + 0.5)}
            y={laneY(carrier) + BAR.lane / 2}
            dy="0.35em"
            textAnchor="middle"
            className={own.onCarrier}
          >
            {threads[thread]?.name}
          </text>
        </g>
      ))}

      <text x={4} y={ROWS_Y - 12} className={own.name}>
        virtual threads, one for each request
      </text>
      {threads.map(({ name, waits }, thread) => (
        <Row
          key={name}
          name={name}
          waits={waits}
          of={turns.filter((turn) => turn.thread === thread)}
          x={x}
          y={rowY(thread)}
        />
      ))}

      <path d={`M${x(0)} ${BASE}H${x(END)}`} className={own.axis} />
      {[0, 2, 4, 6, 8].map((ms) => (
        <g key={ms}>
          <path d={`M${x(ms)} ${BASE}v5`} className={own.axis} />
          <text x={x(ms)} y={BASE + 6 + font} textAnchor="middle" className={own.label}>
            {ms === END ? `${END} ms` : ms}
          </text>
        </g>
      ))}
    </>
  );
}

/** One virtual thread: on a carrier, waiting, perhaps ready without a carrier, and on a carrier again. */
function Row({
  name,
  waits,
  of: [first, second],
  x,
  y,
}: {
  name: string;
  waits: number;
  of: readonly Turn[];
  x: (ms: number) => number;
  y: number;
}) {
  if (!first || !second) return null;
  const ready = first.from + 1 + waits;
  const bar = (from: number, to: number) => ({ x: x(from) + 1, width: x(to) - x(from) - 2, y, height: BAR.row });
  return (
    <>
      <text x={4} y={y + BAR.row / 2} dy="0.35em" className={own.label}>
        {name}
      </text>
      <rect {...bar(first.from + 1, ready)} className={own.waits} />
      {second.from > ready && <rect {...bar(ready, second.from)} className={own.ready} />}
      {[first, second].map(({ from, carrier }) => (
        <rect key={from} {...bar(from, from + 1)} className={own.mounted} data-carrier={carrier + 1} />
      ))}
    </>
  );
}
