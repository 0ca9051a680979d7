export type Cell = string | number | undefined;

export interface Column {
  readonly name: string;
  readonly unit?: string;
  /** Fraction digits where it is read; files hold full precision. */
  readonly digits?: number;
  /** Sentences instead of numbers. */
  readonly words?: boolean;
}

/** The numbers behind a chart: shown below it and saved as files from one description. Unknown is undefined. */
export interface DataTable {
  /** Names the files. */
  readonly name: string;
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}

/** The head of a column, its unit included. */
export const headOf = ({ name, unit }: Column) => (unit ? `${name} (${unit})` : name);

/** RFC 4180: full precision, units in the head, an empty cell is unknown. */
export function csvOf({ columns, rows }: DataTable): string {
  const lines = [columns.map(headOf), ...rows].map((row) => row.map((value) => cell(value ?? '')).join(','));
  return `${lines.join('\r\n')}\r\n`;
}

function cell(value: string | number): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The same numbers as one object a row, named as in the head; what is unknown is absent. */
export function jsonOf({ caption, columns, rows }: DataTable): string {
  const objects = rows.map((row) =>
    Object.fromEntries(
      columns.map((column, i) => [headOf(column), row[i]] as const).filter(([, value]) => value !== undefined),
    ),
  );
  return JSON.stringify({ caption, rows: objects }, null, 1);
}
