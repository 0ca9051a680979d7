import { Picture } from './picture.tsx';
import { pictureWords } from './picture-words.ts';
import own from './who-runs-where.module.css';

interface Piece {
  readonly from: number;
  readonly to: number;
  readonly says: string;
}

const END = 20;
/** One request on its way. Lengths are those of a sketch. */
const lanes: readonly { name: string; look: string | undefined; pieces: readonly Piece[] }[] = [
  {
    name: 'kernel',
    look: own.load,
    pieces: [
      { from: 0, to: 0.8, says: 'receives' },
      { from: 18.6, to: 19.4, says: 'sends' },
    ],
  },
  {
    name: 'event loop',
    look: own.server,
    pieces: [
      { from: 1, to: 2, says: 'reads' },
      { from: 6.2, to: 7.2, says: 'asks' },
      { from: 17.2, to: 18.4, says: 'answers' },
    ],
  },
  { name: 'a pool thread', look: own.pool, pieces: [{ from: 2.2, to: 6, says: 'reads the file' }] },
  { name: 'another pool thread', look: own.pool, pieces: [{ from: 7.4, to: 17, says: 'derives the key' }] },
];

const drawings = [
  { name: 'wide', width: 660, font: 14, nameWidth: 150 },
  { name: 'narrow', width: 340, font: 12, nameWidth: 0 },
] as const;
type Size = (typeof drawings)[number];

/** A lane has its name beside it, or above it where there is no room. */
const rowOf = ({ nameWidth }: Size) => (nameWidth > 0 ? 46 : 60);

const SIDE = 6;
const BAR = 16;

/** Which thread does what for one request. Drawn from Node's documentation, not measured. */
export function WhoDidIt() {
  return (
    <Picture
      words={pictureWords['who-did-it']}
      sizes={drawings}
      height={(size) => lanes.length * rowOf(size)}
      caption="Drawn, not measured: one request that reads a file, derives a key and answers. Where the lane of the event loop is empty, the loop serves others."
    >
      {(size) => <Lanes size={size} />}
    </Picture>
  );
}

function Lanes({ size }: { size: Size }) {
  const { width, font, nameWidth } = size;
  const beside = nameWidth > 0;
  const row = rowOf(size);
  const left = SIDE + nameWidth;
  const x = (time: number) => left + (time / END) * (width - SIDE - left);
  return lanes.map(({ name: lane, look, pieces }, index) => {
    const top = index * row;
    const y = top + (beside ? 20 : 36);
    return (
      <g key={lane}>
        <text x={SIDE} y={beside ? y + 13 : top + font + 2} className={own.name}>
          {lane}
        </text>
        <rect x={x(0)} y={y} width={x(END) - x(0)} height={BAR} className={own.lane} />
        {pieces.map(({ from, to, says }) => {
          const atEnd = from > END * 0.6;
          return (
            <g key={says}>
              <rect x={x(from)} y={y} width={x(to) - x(from)} height={BAR} className={look} />
              <text x={x(atEnd ? to : from)} y={y - 5} textAnchor={atEnd ? 'end' : 'start'} className={own.says}>
                {says}
              </text>
            </g>
          );
        })}
      </g>
    );
  });
}
