import { metrics } from '../../protocol/metrics.ts';
import type { Point } from '../../protocol/result.ts';
import styles from './charts.module.css';
import { type FiguresRow, metricNames, shown, sliceRows, summaryRows } from './figures.ts';
import { fixed } from './format.ts';
import type { SeriesInfo } from './series.ts';

/** Every number behind the charts: first one row a point of the chart, then each slice as it was measured. */
export function FiguresTable({ series, points }: { series: readonly SeriesInfo[]; points: readonly Point[] }) {
  return (
    <details className={styles.figures}>
      <summary>All figures as a table</summary>
      <Table caption="One row for each server and number of cores" rows={summaryRows(series, points)} />
      <p className={styles.small}>
        Repeated rows hold the geometric mean of their slices; of times and shares, the median over the slices.
      </p>
      {points.some((point) => point.kind === 'block') && (
        <details>
          <summary>Each slice as measured ({points.length})</summary>
          <Table caption="One row for each slice, in the order measured" rows={sliceRows(series, points)} />
        </details>
      )}
      <dl className={styles.metrics}>
        {metricNames.map((name) => (
          <div key={name}>
            <dt>{metrics[name].label}</dt>
            <dd>{metrics[name].doc}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function Table({ caption, rows }: { caption: string; rows: readonly FiguresRow[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label={caption}>
      <table className={styles.table}>
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">Server</th>
            <th scope="col">Cores</th>
            <th scope="col">Measured</th>
            <th scope="col">Requests</th>
            {metricNames.map((name) => (
              <th scope="col" key={name}>
                {metrics[name].label}
                <small>{metrics[name].unit}</small>
              </th>
            ))}
            <th scope="col" className={styles.words}>
              Doubts
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">{row.label}</th>
              <td>{row.cores}</td>
              <td>{row.kind === 'look' ? 'once' : row.slices === 1 ? 'in a block' : `${row.slices} slices`}</td>
              <td>{fixed(row.requests, 0)}</td>
              {metricNames.map((name) => (
                <td key={name}>{shown(row.figures, name)}</td>
              ))}
              <td className={styles.words}>{row.flags.length > 0 ? row.flags.join(' ') : 'none'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
