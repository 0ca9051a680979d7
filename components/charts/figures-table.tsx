import { metrics } from '../../protocol/metrics.ts';
import type { Point } from '../../protocol/result.ts';
import { isSaidTwice } from '../../stats/point-metrics.ts';
import { Folded } from '../ui/folded.tsx';
import styles from './charts.module.css';
import { metricNames, slicesTable, summaryRows, summaryTable } from './figures.ts';
import type { SeriesInfo } from './series.ts';
import type { PlanSweep } from './sweep-words.ts';
import { TableView } from './table-view.tsx';

/** Every number behind the charts: first one row a point of the chart, then each slice as it was measured. */
export function FiguresTable({
  series,
  points,
  sweep,
}: {
  series: readonly SeriesInfo[];
  points: readonly Point[];
  sweep: PlanSweep;
}) {
  const summary = summaryTable(series, points, sweep);
  const used = new Set(summaryRows(series, points, sweep).flatMap(({ figures }) => Object.keys(figures)));
  return (
    <details className={styles.figures}>
      <summary>All figures as a table</summary>
      <TableView table={summary} />
      <p className={styles.small}>Repeated rows hold the geometric mean of their slices, as the chart does.</p>
      {points.some((point) => point.kind === 'block') && (
        <Folded summary={`Each slice as measured (${points.length})`}>
          {() => <TableView table={withoutEmpty(slicesTable('slices', series, points, sweep))} />}
        </Folded>
      )}
      <dl className={styles.metrics}>
        {metricNames
          .filter((name) => used.has(name) && !isSaidTwice(name, points))
          .map((name) => (
            <div key={name}>
              <dt>{metrics[name].label}</dt>
              <dd>{metrics[name].doc}</dd>
            </div>
          ))}
      </dl>
    </details>
  );
}

/** Files keep one shape; what is read leaves out the columns that nothing is known of. */
function withoutEmpty(table: ReturnType<typeof slicesTable>): typeof table {
  const kept = table.columns.map((_, i) => table.rows.some((row) => row[i] !== undefined && row[i] !== ''));
  return {
    ...table,
    columns: table.columns.filter((_, i) => kept[i]),
    rows: table.rows.map((row) => row.filter((_, i) => kept[i])),
  };
}
