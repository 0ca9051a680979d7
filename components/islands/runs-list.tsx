'use client';
import { useEffect, useState } from 'react';
import { ProblemError } from '../../protocol/errors.ts';
import { runStateText } from '../../protocol/messages.ts';
import { shortMoment } from '../charts/format.ts';
import { tierWord } from '../charts/verdict-words.ts';
import { api, type ListedRun, problemWords, runListSchema } from '../connection/api.ts';
import { startLinkWords } from '../connection/sandbox.ts';
import { usePresence } from '../connection/use-live.ts';
import styles from './islands.module.css';
import { Words } from './words.tsx';

/** All runs of this machine, newest first. */
export function RunsList() {
  const present = usePresence();
  const [runs, setRuns] = useState<readonly ListedRun[]>();
  const [words, setWords] = useState<string>();
  useEffect(() => {
    if (present === 'none') setWords('This page comes without a sandbox, so there are no runs of your own here.');
    if (present === 'locked') setWords(startLinkWords);
    if (present !== 'open') return;
    api('/api/runs', runListSchema).then(
      (list) => setRuns(list.runs.toSorted((a, b) => b.startedAt.localeCompare(a.startedAt))),
      (error) => setWords(error instanceof ProblemError ? problemWords(error.problem) : String(error)),
    );
  }, [present]);

  return (
    <section className={styles.island} data-live aria-label="Runs">
      {words && (
        <p className={styles.status}>
          <Words text={words} />
        </p>
      )}
      {runs?.length === 0 && (
        <p className={styles.status}>Nothing was run yet. Every experiment in a lesson has a Run button.</p>
      )}
      {runs && runs.length > 0 && (
        <table className={styles.runs}>
          <thead>
            <tr>
              <th scope="col">Experiment</th>
              <th scope="col">Measured</th>
              <th scope="col">Started</th>
              <th scope="col">State</th>
            </tr>
          </thead>
          <tbody>
            {runs.map((run) => (
              <tr key={run.run}>
                <th scope="row">
                  <a href={`/runs/${run.run}`}>{run.title}</a>
                </th>
                <td>{tierWord[run.tier]}</td>
                <td>
                  <time dateTime={run.startedAt}>{shortMoment(run.startedAt)}</time>
                </td>
                <td>{runStateText[run.state]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
