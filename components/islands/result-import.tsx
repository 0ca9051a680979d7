'use client';
import { type ChangeEvent, useState } from 'react';
import { MAX_RESULT_BYTES, readResultFile } from '../../protocol/result-file.ts';
import { faultWords } from '../connection/api.ts';
import { addImport } from '../connection/imports.ts';
import styles from './islands.module.css';
import { Words } from './words.tsx';

/** Takes in a result of another machine and keeps it; what is no result is refused in one sentence. */
export function ImportResult({ onImport }: { onImport: (id: string) => void }) {
  const [fault, setFault] = useState<string>();
  const read = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const file = target.files?.[0];
    if (!file) return;
    // A file that is far too large is not even read.
    const found = file.size > MAX_RESULT_BYTES * 2 ? tooLarge(file.size) : readResultFile(await file.text());
    // The same file can be chosen again.
    target.value = '';
    if (typeof found === 'string') return setFault(`${file.name}: ${found}`);
    try {
      setFault(undefined);
      onImport(await addImport(found));
    } catch (error) {
      setFault(faultWords(error));
    }
  };
  return (
    <div className={styles.row}>
      <label className={styles.file}>
        Import a result file <input type="file" accept="application/json,.json,text/html,.html" onChange={read} />
      </label>
      <p className={styles.note}>
        The JSON or the page that a run was downloaded as, up to {MAX_RESULT_BYTES / 2 ** 20} MiB. It is kept apart from
        your own runs.
      </p>
      {fault && (
        <p role="alert" className={styles.warning}>
          <Words text={fault} />
        </p>
      )}
    </div>
  );
}

const tooLarge = (bytes: number) =>
  `this file has ${(bytes / 2 ** 20).toFixed(1)} MiB, and a result has at most ${MAX_RESULT_BYTES / 2 ** 20}.`;
