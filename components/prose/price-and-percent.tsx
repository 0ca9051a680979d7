import { Picture, type Size, usualSizes } from './picture.tsx';
import { pictureWords } from './picture-words.ts';
import own from './price-and-percent.module.css';

/** CPU time of a request in ms, and requests a second: their product is the busy part of a core. */
const rows = [
  { name: 'server A', priceMs: 0.1, rate: 1000 },
  { name: 'server A', priceMs: 0.1, rate: 4000 },
  { name: 'server B', priceMs: 0.2, rate: 2000 },
] as const;

const lineOf = ({ font }: Size) => font * 1.5;
const barOf = ({ font }: Size) => font * 1.4;
const rowOf = (size: Size) => lineOf(size) + barOf(size) + size.font * 1.6;

/** One second of a core, as two servers use it: the same percentage at two prices. Drawn, not measured. */
export function PriceAndPercent() {
  return (
    <Picture
      words={pictureWords['price-and-percent']}
      sizes={usualSizes}
      height={(size) => rowOf(size) * rows.length}
      caption="Each bar is one second of one core, and its filled part is the time that the server used. Drawn, not measured."
    >
      {(size) => rows.map((row, i) => <Second key={row.rate} {...row} size={size} top={i * rowOf(size)} />)}
    </Picture>
  );
}

function Second({ name, priceMs, rate, size, top }: (typeof rows)[number] & { size: Size; top: number }) {
  const { width, font } = size;
  const share = (priceMs * rate) / 1000;
  const bar = { x: 0, y: top + lineOf(size), height: barOf(size), rx: 3 };
  const used = share * width;
  return (
    <>
      <text x={0} y={top + font} className={own.label}>
        {`${name}: ${priceMs} ms × ${rate.toLocaleString('en')} requests`}
      </text>
      <rect {...bar} width={width} className={own.idle} />
      <rect {...bar} width={used} className={priceMs > 0.1 ? own.dear : own.cheap} />
      <text x={used + font * 0.5} y={bar.y + bar.height / 2} dy="0.35em" className={own.label}>
        {`${Math.round(share * 100)} % busy`}
      </text>
    </>
  );
}
