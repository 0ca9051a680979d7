'use client';
import { type ChangeEvent, useCallback, useEffect, useState } from 'react';
import { keptFile, readKeptFile } from '../../protocol/kept-file.ts';
import { stateEntriesSchema } from '../../protocol/owner-state.ts';
import type { Result } from '../../protocol/result.ts';
import { count } from '../charts/format.ts';
import { api, faultWords, runListSchema } from '../connection/api.ts';
import { addImport, deleteImport, listImports, readImport } from '../connection/imports.ts';
import { ERASED, type KeptEntries } from '../connection/kept.ts';
import { allState, eraseState, takeState } from '../connection/owner-state.ts';
import { type Presence, startLinkWords } from '../connection/sandbox.ts';
import { usePresence } from '../connection/use-live.ts';
import { Downloads } from '../ui/downloads.tsx';
import styles from './islands.module.css';
import { broughtIn, type KeptKind, keptKinds, keyWords, type Preview, previewOf, sizeWords } from './kept-words.ts';
import { LabFiles } from './lab-files.tsx';
import { Words } from './words.tsx';

interface Kept {
  readonly entries: KeptEntries;
  /** Ids of imported results. */
  readonly imports: readonly string[];
  /** Own runs; undefined without a sandbox that can be asked. */
  readonly runs: number | undefined;
}

/** Everything that is kept of the reader: what it is and where, as a file, from a file, and away with it. */
export function KeptView() {
  const present = usePresence();
  const [kept, setKept] = useState<Kept>();
  const [words, setWords] = useState<string>();
  const read = useCallback(async () => {
    if (present === undefined) return;
    try {
      const [entries, imports, runs] = await Promise.all([
        allState(),
        listImports(),
        present === 'open' ? api('/api/runs', runListSchema) : undefined,
      ]);
      setKept({ entries, imports: imports.map(({ id }) => id), runs: runs?.runs.length });
    } catch (error) {
      setWords(faultWords(error));
    }
  }, [present]);
  useEffect(() => void read(), [read]);
  const after = (said: string) => read().then(() => setWords(said));

  return (
    <section className={`${styles.island} ${styles.kept}`} data-live aria-label="What is kept of you">
      <p className={styles.status} role="status">
        {words ? <Words text={words} /> : kept ? whereWords(present) : 'Reading what is kept.'}
      </p>
      {kept && (
        <>
          <Kinds kinds={keptKinds(kept.entries)} imports={kept.imports.length} runs={kept.runs} />
          <Downloads
            files={[
              {
                label: 'everything as one file',
                file: `loadstone-${new Date().toISOString().slice(0, 10)}.json`,
                type: 'application/json',
                text: () => exported(kept),
              },
            ]}
          />
          <p className={styles.note}>
            The file holds all of the above but your own runs: each of those can be downloaded from its page.
          </p>
          <TakeIn here={kept.entries} onTaken={after} onFault={setWords} />
          {present === 'open' && <LabFiles say={setWords} />}
          <Erase kept={kept} onErased={after} onFault={setWords} />
        </>
      )}
    </section>
  );
}

function whereWords(present: Presence | undefined): string {
  if (present === 'open')
    return 'All of this lies with the sandbox on this machine, and is there after each start. This browser holds a copy.';
  if (present === 'locked') return `All of this lies in this browser. ${startLinkWords}`;
  return 'All of this lies in this browser, and nowhere else.';
}

async function exported({ entries, imports }: Kept): Promise<string> {
  const { [ERASED]: _, ...own } = entries;
  const results: Result[] = [];
  for (const id of imports) results.push(await readImport(id));
  return keptFile(stateEntriesSchema.parse(own), results, new Date().toISOString());
}

function Kinds({ kinds, imports, runs }: { kinds: readonly KeptKind[]; imports: number; runs: number | undefined }) {
  return (
    <div className={styles.scroll}>
      <table className={styles.runs}>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">How many</th>
            <th scope="col">Size</th>
          </tr>
        </thead>
        <tbody>
          {kinds.map(({ name, count: many, bytes }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{many}</td>
              <td>{sizeWords(bytes)}</td>
            </tr>
          ))}
          {kinds.length === 0 && (
            <tr>
              <td colSpan={3}>Nothing yet. It comes as you read, predict, answer and run.</td>
            </tr>
          )}
          <tr>
            <th scope="row">
              <a href="/runs">Results of other machines</a>
            </th>
            <td>{imports}</td>
            <td />
          </tr>
          {runs !== undefined && (
            <tr>
              <th scope="row">
                <a href="/runs">Your own runs</a>
              </th>
              <td>{runs}</td>
              <td>not in the file</td>
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}

interface Chosen {
  readonly entries: KeptEntries;
  readonly imports: readonly Result[];
  readonly preview: Preview;
}

/** A file that was exported: what it would change is shown before anything changes. */
function TakeIn({
  here,
  onTaken,
  onFault,
}: {
  here: KeptEntries;
  onTaken: (words: string) => void;
  onFault: (words: string) => void;
}) {
  const [chosen, setChosen] = useState<Chosen>();
  const choose = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const file = target.files?.[0];
    if (!file) return;
    const found = readKeptFile(await file.text());
    // The same file can be chosen again.
    target.value = '';
    if (typeof found === 'string') return onFault(`${file.name}: ${found}`);
    const entries = broughtIn(here, found.entries, new Date().toISOString());
    setChosen({ entries, imports: found.imports, preview: previewOf(here, entries) });
  };
  const take = async ({ entries, imports, preview }: Chosen) => {
    try {
      await takeState(entries);
      for (const result of imports) await addImport(result);
      setChosen(undefined);
      onTaken(`Taken in: ${count(preview.added.length + preview.replaced.length, 'value')}. Nothing else changed.`);
    } catch (error) {
      onFault(faultWords(error));
    }
  };
  return (
    <div className={styles.chartBlock}>
      <label className={styles.file}>
        Import such a file <input type="file" accept="application/json,.json" onChange={choose} />
      </label>
      {chosen && (
        <section className={styles.preview} aria-label="What the file would change">
          <p>
            <strong>Nothing has changed yet.</strong> Of two values under one name the newer one counts.
          </p>
          <Keys title="New here" keys={chosen.preview.added} />
          <Keys title="Newer in the file, so it replaces yours" keys={chosen.preview.replaced} />
          <Keys title="Stays as it is here" keys={chosen.preview.stays} />
          {chosen.imports.length > 0 && <p>{count(chosen.imports.length, 'result')} of other machines.</p>}
          <p className={styles.row}>
            <button type="button" className={styles.primary} onClick={() => take(chosen)}>
              Take it in
            </button>
            <button type="button" className={styles.quiet} onClick={() => setChosen(undefined)}>
              Leave everything as it is
            </button>
          </p>
        </section>
      )}
    </div>
  );
}

function Keys({ title, keys }: { title: string; keys: readonly string[] }) {
  if (keys.length === 0) return null;
  return (
    <details>
      <summary>
        {title}: {count(keys.length, 'value')}
      </summary>
      <ul>
        {keys.map((key) => (
          <li key={key}>{keyWords(key)}</li>
        ))}
      </ul>
    </details>
  );
}

/** Erasing asks once more, and names what it leaves. */
function Erase({
  kept,
  onErased,
  onFault,
}: {
  kept: Kept;
  onErased: (words: string) => void;
  onFault: (words: string) => void;
}) {
  const [asked, setAsked] = useState(false);
  const erase = async () => {
    try {
      for (const id of kept.imports) await deleteImport(id);
      await eraseState();
      setAsked(false);
      onErased(
        'Erased, in this browser and with the sandbox if there is one. Runs and the files of your lab are not part of it.',
      );
    } catch (error) {
      onFault(faultWords(error));
    }
  };
  if (!asked)
    return (
      <p className={styles.row}>
        <button type="button" className={styles.quiet} onClick={() => setAsked(true)}>
          Erase everything
        </button>
      </p>
    );
  return (
    <section className={styles.preview} aria-label="Erase everything">
      <p>
        <strong>This cannot be undone.</strong> Predictions, answers, notes, done marks, verdicts, settings and results
        of other machines go, in this browser{kept.runs === undefined ? '' : ' and with the sandbox'}.
      </p>
      <p>
        {kept.runs
          ? `Your ${count(kept.runs, 'run')} stay: delete them one by one on the page of runs.`
          : 'Runs of a sandbox are not part of it.'}
      </p>
      <p className={styles.row}>
        <button type="button" className={styles.primary} onClick={erase}>
          Erase it all
        </button>
        <button type="button" className={styles.quiet} onClick={() => setAsked(false)}>
          Keep it
        </button>
      </p>
    </section>
  );
}
