import { ScrollBox } from '../ui/scroll-box.tsx';
import styles from './charts.module.css';
import type { Cell, Column, DataTable } from './data-table.ts';
import { fixed } from './format.ts';

/** A data table as one reads it: numbers to a few digits, the first column names the row. */
export function TableView({ table: { caption, columns, rows } }: { table: DataTable }) {
  return (
    <ScrollBox className={styles.scroll} label={caption}>
      <table className={styles.table}>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ name, unit, words }) => (
              <th scope="col" key={name} className={words ? styles.words : undefined}>
                {name}
                {unit && <small>{unit}</small>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name of their own and never move
            <tr key={i}>
              {columns.map((column, n) =>
                n === 0 ? (
                  <th scope="row" key={column.name}>
                    {shown(row[n], column)}
                  </th>
                ) : (
                  <td key={column.name} className={column.words ? styles.words : undefined}>
                    {shown(row[n], column)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function shown(value: Cell, { digits = 0 }: Column): string {
  return typeof value === 'number' ? fixed(value, digits) : (value ?? '');
}
