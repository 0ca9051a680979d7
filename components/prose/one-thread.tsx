import own from './one-thread.module.css';
import { Picture, type Size } from './picture.tsx';
import { pictureWords } from './picture-words.ts';

/** All in pages of 4 KiB. What is reserved are documented defaults; how much a thread has touched is an example. */
const RESERVED = 2048;
const TOUCHED = 3;
const IN_KERNEL = 4;
const defaults = [
  { name: 'Java: 1 MiB', pages: 256 },
  { name: 'Rust: 2 MiB', pages: 512 },
  { name: 'usual on Linux: 8 MiB', pages: RESERVED },
];

interface Drawn extends Size {
  /** Pages side by side, and the side of one. */
  readonly columns: number;
  readonly cell: number;
}

const drawings: readonly Drawn[] = [
  { name: 'wide', width: 660, font: 15, columns: 64, cell: 7 },
  { name: 'narrow', width: 340, font: 13, columns: 32, cell: 5.5 },
];

const EDGE = 2;
const topOf = ({ font }: Drawn) => font + 10;
const gridHeight = ({ columns, cell }: Drawn) => (RESERVED / columns) * cell;
const lineHeight = ({ font }: Drawn) => font + 9;
const legendY = (size: Drawn, line: number) => topOf(size) + gridHeight(size) + (line + 1) * lineHeight(size);
const LEGEND_LINES = 3;

/** One thread drawn to scale: the addresses reserved for its stack, what is touched of them, its stack in the kernel. */
export function OneThread() {
  return (
    <Picture
      words={pictureWords['one-thread']}
      sizes={drawings}
      height={(size) => legendY(size, LEGEND_LINES - 1) + 8}
      caption="To scale, from documented defaults and not measured. One square is a page of 4 kB. That three pages are touched is an example; the run tells how many there are."
    >
      {(size) => <Drawing size={size} />}
    </Picture>
  );
}

function Drawing({ size }: { size: Drawn }) {
  const { columns, cell, font } = size;
  const top = topOf(size);
  const width = columns * cell;
  const height = gridHeight(size);
  const lines = (count: number, at: (index: number) => string) =>
    Array.from({ length: count }, (_, i) => at(i)).join('');
  return (
    <>
      <text x={EDGE} y={font} className={own.name}>
        reserved: the addresses of one stack
      </text>
      <rect x={EDGE} y={top} width={width} height={height} className={own.reserved} />
      <path
        d={
          lines(columns, (i) => `M${EDGE + i * cell} ${top}v${height}`) +
          lines(RESERVED / columns, (i) => `M${EDGE} ${top + i * cell}h${width}`)
        }
        className={own.grid}
      />
      <Pages size={size} y={top} count={TOUCHED} className={own.touched} />
      {defaults.map(({ name, pages }) => {
        const y = top + (pages / columns) * cell;
        return (
          <g key={name}>
            <path d={`M${EDGE} ${y}h${width + 8}`} className={own.end} />
            <text x={EDGE + width + 14} y={y + font * 0.3} className={own.label}>
              {name}
            </text>
          </g>
        );
      })}
      <Legend size={size} line={0} count={TOUCHED} className={own.touched} says="touched: three pages here" />
      <Legend
        size={size}
        line={1}
        count={IN_KERNEL}
        className={own.kernel}
        says="its stack in the kernel: four pages"
      />
      <Legend size={size} line={2} count={1} className={own.reserved} says="reserved and not touched: no memory" />
    </>
  );
}

interface Filled {
  readonly size: Drawn;
  readonly count: number;
  readonly className: string | undefined;
}

/** Pages side by side from the left edge, as large as in the grid. */
function Pages({ size: { cell }, y, count, className }: Filled & { y: number }) {
  return Array.from({ length: count }, (_, i) => EDGE + i * cell).map((x) => (
    <rect key={x} x={x + 0.5} y={y + 0.5} width={cell - 1} height={cell - 1} className={className} />
  ));
}

function Legend({ line, says, ...pages }: Filled & { line: number; says: string }) {
  const { cell } = pages.size;
  const y = legendY(pages.size, line);
  return (
    <g>
      <Pages {...pages} y={y - cell} />
      <text x={EDGE + IN_KERNEL * cell + 10} y={y} className={own.label}>
        {says}
      </text>
    </g>
  );
}
