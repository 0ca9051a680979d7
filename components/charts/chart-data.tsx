import { Downloads, tableFiles } from '../ui/downloads.tsx';
import styles from './charts.module.css';
import type { DataTable } from './data-table.ts';
import { TableView } from './table-view.tsx';

/** The numbers of the chart above: as a table, and as files. `shown`: what is read of a table with very many rows. */
export function ChartData({ table, shown = table }: { table: DataTable; shown?: DataTable }) {
  return (
    <details className={styles.figures}>
      <summary>The numbers of this chart</summary>
      <TableView table={shown} />
      <Downloads files={tableFiles(table)} />
    </details>
  );
}
