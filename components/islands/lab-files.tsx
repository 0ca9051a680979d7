'use client';
import type { ChangeEvent } from 'react';
import { ARCHIVE_TYPE, broughtSchema, MAX_ARCHIVE_BYTES } from '../../protocol/lab-files.ts';
import { api, apiFile, faultWords } from '../connection/api.ts';
import { save } from '../ui/downloads.tsx';
import styles from './islands.module.css';

const PATH = '/api/lab/files';
const MEGABYTES = MAX_ARCHIVE_BYTES / 1024 ** 2;

/** What the reader wrote in the lab's home folder, as an archive out of it and into it. */
export function LabFiles({ say }: { say: (words: string) => void }) {
  const get = async () => {
    try {
      save('lab-files.tar.gz', ARCHIVE_TYPE, await apiFile(PATH));
      say('The files of your lab were packed.');
    } catch (error) {
      say(faultWords(error));
    }
  };
  const bring = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const file = target.files?.[0];
    if (!file) return;
    // The same file can be chosen again.
    target.value = '';
    if (file.size > MAX_ARCHIVE_BYTES) return say(`${file.name} is larger than ${MEGABYTES} MiB.`);
    try {
      const body = new Blob([file], { type: ARCHIVE_TYPE });
      const { folder } = await api(PATH, broughtSchema, { method: 'POST', body });
      say(`The files of ${file.name} are in ~/${folder} of your lab now. Nothing else changed.`);
    } catch (error) {
      say(`${file.name}: ${faultWords(error)}`);
    }
  };
  return (
    <div className={styles.chartBlock}>
      <p className={styles.note}>
        What you wrote in the terminal lies in the home folder of your lab. As an archive it holds all files but links
        and what can be built or fetched again, up to {MEGABYTES} MiB.
      </p>
      <p className={styles.row}>
        <button type="button" className={styles.quiet} onClick={get}>
          Download the files of your lab
        </button>
      </p>
      <label className={styles.file}>
        Bring files into your lab (.tar.gz) <input type="file" accept=".gz,.tgz,application/gzip" onChange={bring} />
      </label>
    </div>
  );
}
