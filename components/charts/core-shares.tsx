import type { Point } from '../../protocol/result.ts';
import { ScrollBox } from '../ui/scroll-box.tsx';
import { ChartData } from './chart-data.tsx';
import styles from './charts.module.css';
import { busyCores, coreSharesSentence, coreSharesTable } from './core-shares-words.ts';
import { fixed, percent } from './format.ts';
import { type SeriesInfo, seriesStyle } from './series.ts';
import { type PlanSweep, xWords } from './sweep-words.ts';

const bar = { width: 12, gap: 3, height: 40 };

/**
 * How busy each core was while each point was measured: one row a server, one group of bars a value of the
 * sweep. The picture of the cores that every result can show, without its samples.
 */
export function CoreShares({
  series,
  skipped,
  points,
  sweep,
  coreNumbers,
  name,
}: {
  series: readonly SeriesInfo[];
  /** Series that this run does not measure. */
  skipped: ReadonlySet<string>;
  points: readonly Point[];
  sweep: PlanSweep;
  /** Of the usable cores, as far as the host is known. */
  coreNumbers: readonly number[] | undefined;
  /** Names the files. */
  name: string;
}) {
  const rows = series.flatMap((info, index) => {
    const cells = sweep.values.map((x) => busyCores(info, x, points, sweep));
    return skipped.has(info.id) ? [] : [{ info, index, cells }];
  });
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.subtitle}>{coreSharesSentence(series, points, sweep)}</figcaption>
      <ScrollBox className={styles.scroll} label="How busy each core of the machine was">
        <table className={styles.shares}>
          <thead>
            <tr>
              <th scope="col">{sweep.over === 'cores' ? 'Given to the server' : sweep.label || 'Server'}</th>
              {sweep.values.map((x) => (
                <th scope="col" key={x}>
                  {sweep.over === 'nothing' ? 'Cores' : xWords(sweep, x)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ info, index, cells }) => (
              <tr key={info.id}>
                <th scope="row">{info.label}</th>
                {cells.map((cores, i) => (
                  <td key={sweep.values[i]}>
                    {/* Its place is kept until it is measured, so that points that come in move nothing. */}
                    <Bars busy={cores?.busy ?? []} used={cores?.used} colour={seriesStyle(index).colour} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
      <ChartData table={coreSharesTable(name, series, points, sweep, coreNumbers)} />
    </figure>
  );
}

function Bars({ busy, used, colour }: { busy: readonly number[]; used: number | undefined; colour: string }) {
  const step = busy.length > 16 ? 6 : bar.width + bar.gap;
  const thick = step - (busy.length > 16 ? 1 : bar.gap);
  const width = Math.max(1, busy.length * step - (step - thick));
  const words = busy.map((share) => percent(share)).join(', ');
  return (
    <span className={styles.bars}>
      <svg
        width={width}
        height={bar.height}
        viewBox={`0 0 ${width} ${bar.height}`}
        role="img"
        aria-hidden={busy.length === 0}
      >
        <title>{`Busy shares core by core: ${words}`}</title>
        {busy.map((share, i) => {
          const h = Math.max(0, Math.min(1, share)) * bar.height;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: the index is the core
            <g key={i}>
              <rect x={i * step} y={0} width={thick} height={bar.height} className={styles.stripGround} />
              <rect x={i * step} y={bar.height - h} width={thick} height={h} fill={colour} />
            </g>
          );
        })}
      </svg>
      {used !== undefined && <small className={styles.used}>server used {fixed(used, 2)}</small>}
    </span>
  );
}
