import { Picture, type Size, usualSizes } from './picture.tsx';
import { pictureWords } from './picture-words.ts';
import own from './who-runs-where.module.css';

const END = 20;
/** Pieces of time on each core, as [from, to]. */
const load = [0, 2, 4, 6, 8, 10, 12, 14, 16, 18].map((at) => [at, at + 0.35] as const);
const strangers = {
  load: [[2.9, 3.6] as const, [13.1, 13.5] as const],
  server: [[7, 7.9] as const, [15.3, 15.6] as const],
};
const server = [[0, 7] as const, [7.9, 15.3] as const, [15.6, END] as const];

type Piece = readonly [from: number, to: number];

const SIDE = 6;
const LANE = 26;
const ROW = 62;

/** Who has which core. Drawn from how the course sets up a run, not from measurements. */
export function WhoRunsWhere() {
  return (
    <Picture
      words={pictureWords['who-runs-where']}
      sizes={usualSizes}
      height={() => 2 * ROW}
      caption="Time runs to the right. Faint pieces are other programs: the operating system puts them where it likes. Each of them makes a run a little different from the one before."
    >
      {(size) => (
        <>
          <Lane size={size} top={0} name="one core: load tool" pieces={load} shape={own.load} others={strangers.load} />
          <Lane
            size={size}
            top={ROW}
            name="another core: server"
            pieces={server}
            shape={own.server}
            others={strangers.server}
          />
        </>
      )}
    </Picture>
  );
}

function Lane({
  size: { width, font },
  top,
  name,
  pieces,
  shape,
  others,
}: {
  size: Size;
  top: number;
  name: string;
  pieces: readonly Piece[];
  shape: string | undefined;
  others: readonly Piece[];
}) {
  const x = (time: number) => SIDE + (time / END) * (width - 2 * SIDE);
  const bars = (of: readonly Piece[], look: string | undefined) =>
    of.map(([from, to]) => (
      <rect key={from} x={x(from)} y={top + 24} width={x(to) - x(from)} height={LANE} className={look} />
    ));
  return (
    <g>
      <text x={SIDE} y={top + font} className={own.name}>
        {name}
      </text>
      <rect x={x(0)} y={top + 24} width={x(END) - x(0)} height={LANE} className={own.lane} />
      {bars(pieces, shape)}
      {bars(others, own.other)}
    </g>
  );
}
