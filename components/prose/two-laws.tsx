import { Picture } from './picture.tsx';
import { pictureWords } from './picture-words.ts';
import own from './two-laws.module.css';

/** A share of 10 % one at a time; each worker costs each other one half of a per cent. */
const SERIAL = 0.1;
const CROSSTALK = 0.005;
const MOST = 32;
const TOP = 12;

const amdahl = (n: number) => n / (1 + SERIAL * (n - 1));
const gunther = (n: number) => n / (1 + SERIAL * (n - 1) + CROSSTALK * n * (n - 1));
const ideal = (n: number) => n;

const drawings = [
  { name: 'wide', width: 660, height: 300, font: 15, left: 40, right: 150 },
  { name: 'narrow', width: 340, height: 260, font: 13, left: 32, right: 92 },
] as const;
type Size = (typeof drawings)[number];

/** Speed-up over workers: the ideal, Amdahl's law and Gunther's. Drawn from the formulas, not from measurements. */
export function TwoLaws() {
  return (
    <Picture
      words={pictureWords['two-laws']}
      sizes={drawings}
      height={({ height }) => height}
      caption="Drawn from the formulas, not measured: a tenth of the work goes one at a time. In Gunther’s law each worker also costs each other one half of a per cent."
    >
      {(size) => <Curves size={size} />}
    </Picture>
  );
}

function Curves({ size: { width, height, font, left, right } }: { size: Size }) {
  const base = height - font * 2.6;
  const x = (n: number) => left + ((n - 1) / (MOST - 1)) * (width - left - right);
  const y = (speedUp: number) => base - (speedUp / TOP) * (base - font);
  const line = (law: (n: number) => number) =>
    `M${Array.from({ length: MOST }, (_, i) => i + 1)
      .filter((n) => law(n) <= TOP)
      .map((n) => `${x(n)} ${y(law(n))}`)
      .join('L')}`;
  const end = x(MOST) + 8;
  return (
    <>
      {[0, 5, 10].map((tick) => (
        <g key={tick}>
          <line x1={left} x2={x(MOST)} y1={y(tick)} y2={y(tick)} className={own.grid} />
          <text x={left - 6} y={y(tick)} dy="0.35em" textAnchor="end" className={own.label}>
            {tick}
          </text>
        </g>
      ))}
      {[1, 8, 16, 32].map((n) => (
        <text key={n} x={x(n)} y={base + font * 1.2} textAnchor="middle" className={own.label}>
          {n}
        </text>
      ))}
      <text x={(left + x(MOST)) / 2} y={height - 4} textAnchor="middle" className={own.label}>
        workers
      </text>
      <path d={line(ideal)} className={own.ideal} />
      <path d={line(amdahl)} className={own.amdahl} />
      <path d={line(gunther)} className={own.gunther} />
      <text x={x(TOP) + 6} y={y(TOP) + font * 0.4} className={own.label}>
        ideal
      </text>
      <text x={end} y={y(amdahl(MOST))} dy="0.35em" className={own.name}>
        Amdahl
      </text>
      <text x={end} y={y(gunther(MOST))} dy="0.35em" className={own.name}>
        Gunther
      </text>
    </>
  );
}
