'use client';
import type { ReactNode } from 'react';
import { count } from '../charts/format.ts';
import { Choice } from './choice.tsx';
import styles from './filtered-list.module.css';
import { isWanted, type Values } from './filters.ts';
import { useQuery } from './use-query.ts';

export interface Filter {
  /** Its name in the query string. */
  readonly name: string;
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly name: string }[];
}

export interface Entry {
  readonly id: string;
  readonly values: Values;
  readonly card: ReactNode;
}

/** Cards that the reader can narrow down. The choice stands in the address; without JavaScript all are shown. */
export function FilteredList({
  filters,
  groups,
  noun,
  nouns,
}: {
  filters: readonly Filter[];
  groups: readonly { readonly title?: string; readonly entries: readonly Entry[] }[];
  /** What a card stands for: "experiment", "experiments". */
  noun: string;
  nouns: string;
}) {
  const [query, setQuery] = useQuery();
  const chosen = Object.fromEntries(filters.map(({ name }) => [name, query.get(name) ?? '']));
  const none = Object.fromEntries(filters.map(({ name }) => [name, '']));
  const entries = groups.flatMap((group) => group.entries);
  const wanted = new Set(entries.filter(({ values }) => isWanted(values, chosen)).map(({ id }) => id));
  const all = wanted.size === entries.length;
  return (
    <div data-live>
      <form className={`needs-shell ${styles.form}`} aria-label={`Choose ${nouns}`}>
        {filters.map(({ name, label, options }) => (
          <Choice
            key={name}
            label={label}
            value={chosen[name] as string}
            options={[{ value: '', name: 'all' }, ...options]}
            onChoose={(value) => setQuery({ [name]: value })}
          />
        ))}
        <p role="status" className={styles.count}>
          {all ? count(entries.length, noun, nouns) : `${wanted.size} of ${count(entries.length, noun, nouns)}`}
        </p>
        {!all && (
          <button type="button" className={styles.all} onClick={() => setQuery(none)}>
            Show all
          </button>
        )}
      </form>
      {wanted.size === 0 && <p className={styles.none}>No {noun} fits all of this. Take one of the choices back.</p>}
      {groups.map((group) => (
        <section
          key={group.title}
          className={styles.group}
          aria-label={group.title ?? nouns}
          hidden={!group.entries.some(({ id }) => wanted.has(id))}
        >
          {group.title && <h2>{group.title}</h2>}
          <ul className={styles.list}>
            {group.entries.map(({ id, card }) => (
              <li key={id} hidden={!wanted.has(id)}>
                {card}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
