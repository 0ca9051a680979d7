'use client';
import { useEffect, useState } from 'react';
import { z } from 'zod';
import type { Tier } from '../../protocol/experiment.ts';
import { isFinal, runStateText } from '../../protocol/messages.ts';
import { baselineSchema } from '../../protocol/owner-state.ts';
import { count, shortMoment } from '../charts/format.ts';
import { hostWords, tierWord } from '../charts/verdict-words.ts';
import { api, faultWords, type ListedImport, type ListedRun, runListSchema } from '../connection/api.ts';
import { deleteImport, listImports } from '../connection/imports.ts';
import { readStates } from '../connection/owner-state.ts';
import { compareHref, hrefOf, type ResultRef } from '../connection/results.ts';
import { startLinkWords } from '../connection/sandbox.ts';
import { usePresence } from '../connection/use-live.ts';
import { Choice } from './choice.tsx';
import styles from './islands.module.css';
import { ImportResult } from './result-import.tsx';
import { filterNames, filterOf, type Listed, queryOf, type RunFilter, shownRuns, valuesOf } from './runs-filter.ts';
import { Words } from './words.tsx';

/** All runs of this machine, newest first, and what was imported from others, each by itself. */
export function RunsList() {
  const present = usePresence();
  const [runs, setRuns] = useState<readonly ListedRun[]>();
  const [imports, setImports] = useState<readonly ListedImport[]>([]);
  const [baselines, setBaselines] = useState<ReadonlySet<ResultRef>>(new Set());
  const [filter, setFilter] = useState<RunFilter>({});
  const [chosen, setChosen] = useState<readonly ResultRef[]>([]);
  const [words, setWords] = useState<string>();
  useEffect(() => {
    if (present === undefined) return;
    setFilter(filterOf(new URLSearchParams(location.search)));
    const fail = (error: unknown) => setWords(faultWords(error));
    if (present === 'none') setWords('This page comes without a sandbox, so there are no runs of your own here.');
    if (present === 'locked') setWords(startLinkWords);
    if (present === 'open') api('/api/runs', runListSchema).then((list) => setRuns(list.runs), fail);
    listImports().then(setImports, fail);
    void readStates('baseline', baselineSchema).then((kept) =>
      setBaselines(new Set([...kept.values()].map(({ ref }) => ref))),
    );
  }, [present]);
  const narrow = (change: RunFilter) => {
    const next = { ...filter, ...change };
    setFilter(next);
    history.replaceState(null, '', `${location.pathname}${queryOf(next)}`);
  };
  const remove = async (row: Row) => {
    try {
      if (row.imported) await deleteImport(row.ref);
      else await api(`/api/runs/${row.ref}`, z.unknown(), { method: 'DELETE' });
      setRuns((known) => known?.filter(({ run }) => run !== row.ref));
      setImports((known) => known.filter(({ id }) => id !== row.ref));
      setChosen((refs) => refs.filter((ref) => ref !== row.ref));
    } catch (error) {
      setWords(faultWords(error));
    }
  };

  const own = (runs ?? []).map(rowOfRun);
  const others = imports.map(rowOfImport);
  const table = {
    baselines,
    chosen,
    onDelete: remove,
    onChoose: (ref: ResultRef) => setChosen(nextChoice(chosen, ref)),
  };
  const shown = shownRuns(own, filter);
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
      {own.length > 0 && <Filters rows={own} filter={filter} onChange={narrow} shown={shown.length} />}
      <p className={styles.row}>
        {chosen.length === 2 ? (
          <a className={styles.quiet} href={compareHref(chosen[0] as string, chosen[1])}>
            Compare the two that are marked
          </a>
        ) : (
          own.length + others.length > 0 && (
            <span className={styles.note}>
              Mark two to compare them{chosen.length === 1 ? '; one is marked' : ''}, or{' '}
              <a href="/compare">compare one with a recording</a>.
            </span>
          )
        )}
      </p>
      {own.length > 0 && <Rows caption="Runs on this machine" rows={shown} {...table} />}
      {others.length > 0 && (
        <>
          <h2>From other machines</h2>
          <Rows caption="Imported results" rows={others} {...table} />
        </>
      )}
      <ImportResult onImport={(id) => location.assign(hrefOf(id))} />
    </section>
  );
}

interface Row extends Listed {
  readonly title: string;
  readonly state: string;
  readonly over: boolean;
  readonly imported: boolean;
}

const rowOfRun = ({ run, host, state, ...rest }: ListedRun): Row => ({
  ...rest,
  ref: run,
  machine: hostWords(host),
  state: runStateText[state],
  over: isFinal(state),
  imported: false,
});

const rowOfImport = ({ id, result: { host, outcome, ...rest } }: ListedImport): Row => ({
  ...rest,
  ref: id,
  machine: hostWords(host),
  state: runStateText[outcome],
  over: true,
  imported: true,
});

/** The two marked last. */
const nextChoice = (chosen: readonly ResultRef[], ref: ResultRef): ResultRef[] =>
  chosen.includes(ref) ? chosen.filter((other) => other !== ref) : [...chosen, ref].slice(-2);

function Filters({
  rows,
  filter,
  onChange,
  shown,
}: {
  rows: readonly Row[];
  filter: RunFilter;
  onChange: (change: RunFilter) => void;
  shown: number;
}) {
  const word = (name: keyof RunFilter, value: string) =>
    name === 'tier' ? tierWord[value as Tier] : name === 'experiment' ? titleOf(rows, value) : value;
  return (
    <fieldset className={styles.filters}>
      <legend className={styles.hidden}>Which runs are shown</legend>
      {(['experiment', 'tier', 'machine'] as const).map((name) => (
        <Choice
          key={name}
          label={filterNames[name]}
          value={filter[name] ?? ''}
          options={[
            { value: '', name: 'all' },
            ...valuesOf(rows, name).map((value) => ({ value, name: word(name, value) })),
          ]}
          onChoose={(value) => onChange({ [name]: value || undefined })}
        />
      ))}
      {(['from', 'to'] as const).map((name) => (
        <label key={name} className={styles.choice}>
          {filterNames[name]}
          <input
            type="date"
            value={filter[name] ?? ''}
            onChange={({ target }) => onChange({ [name]: target.value || undefined })}
          />
        </label>
      ))}
      <p className={styles.note} role="status">
        {shown === rows.length ? count(rows.length, 'run') : `${shown} of ${count(rows.length, 'run')}`}
      </p>
    </fieldset>
  );
}

const titleOf = (rows: readonly Row[], experiment: string) =>
  rows.find((row) => row.experiment === experiment)?.title ?? experiment;

function Rows({
  caption,
  rows,
  baselines,
  chosen,
  onChoose,
  onDelete,
}: {
  caption: string;
  rows: readonly Row[];
  baselines: ReadonlySet<ResultRef>;
  chosen: readonly ResultRef[];
  onChoose: (ref: ResultRef) => void;
  onDelete: (row: Row) => void;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label={caption}>
      <table className={styles.runs}>
        <thead>
          <tr>
            <td />
            <th scope="col">Experiment</th>
            <th scope="col">Measured</th>
            <th scope="col">Started</th>
            <th scope="col">Machine</th>
            <th scope="col">State</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.ref}>
              <td>
                <input
                  type="checkbox"
                  checked={chosen.includes(row.ref)}
                  onChange={() => onChoose(row.ref)}
                  aria-label={`Mark to compare: ${row.title}, ${row.ref}`}
                />
              </td>
              <th scope="row">
                <a href={hrefOf(row.ref)}>{row.title}</a>
                {baselines.has(row.ref) && <span className={styles.chip}>baseline</span>}
              </th>
              <td>{tierWord[row.tier]}</td>
              <td>
                <time dateTime={row.startedAt}>{shortMoment(row.startedAt)}</time>
              </td>
              <td>{row.machine}</td>
              <td>{row.state}</td>
              <td>{row.over && <Delete name={`${row.title}, ${row.ref}`} onDelete={() => onDelete(row)} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Deleting is for ever, so it asks once more. */
function Delete({ name, onDelete }: { name: string; onDelete: () => void }) {
  const [asked, setAsked] = useState(false);
  if (!asked)
    return (
      <button type="button" className={styles.small} onClick={() => setAsked(true)} aria-label={`Delete ${name}`}>
        Delete
      </button>
    );
  return (
    <span className={styles.confirm}>
      For ever?{' '}
      <button type="button" className={styles.small} onClick={onDelete} aria-label={`Delete ${name} for ever`}>
        Delete
      </button>{' '}
      <button type="button" className={styles.small} onClick={() => setAsked(false)}>
        Keep
      </button>
    </span>
  );
}
