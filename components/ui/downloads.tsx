'use client';
import { csvOf, type DataTable, jsonOf } from '../charts/data-table.ts';
import styles from './downloads.module.css';

/** A file to save: made when it is asked for, or already on the site. */
export type Download = { readonly label: string; readonly file: string } & (
  | { readonly type: string; readonly text: () => string | Promise<string> }
  | { readonly href: string }
);

/** A table as CSV for spreadsheets and as JSON for programs. */
export function tableFiles(table: DataTable): Download[] {
  return [
    { label: 'CSV', file: `${table.name}.csv`, type: 'text/csv', text: () => csvOf(table) },
    { label: 'JSON', file: `${table.name}.json`, type: 'application/json', text: () => jsonOf(table) },
  ];
}

/** Files to save, in one row. */
export function Downloads({ files }: { files: readonly Download[] }) {
  return (
    <p className={styles.row}>
      {files.map((download) =>
        'href' in download ? (
          <a key={download.label} className={styles.button} href={download.href} download={download.file}>
            Download {download.label}
          </a>
        ) : (
          <button
            key={download.label}
            type="button"
            className={styles.button}
            onClick={async () => save(download.file, download.type, await download.text())}
          >
            Download {download.label}
          </button>
        ),
      )}
    </p>
  );
}

/** Hands the reader a file. */
export function save(name: string, type: string, content: string | Blob): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // Some browsers read the file after the click returned.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
