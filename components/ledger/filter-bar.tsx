import type { LedgerEntry, Theme } from './entry.ts';
import { lessonWords, tests, testWords } from './entry.ts';
import styles from './ledger.module.css';
import { everything, lessonsOf, type Order, type Query, verdictStates, verdictStateWords } from './query.ts';
import { truths, truthTable } from './truth.ts';

type Option = readonly [value: string, words: string];

const orderWords: Record<Order, string> = {
  theme: 'by theme',
  lesson: 'by lesson',
  truth: 'by what sources say',
  verdict: 'by your verdict',
};

/** Search, filters and order. Each change is told at once; the fields rest until the page is awake. */
export function FilterBar({
  query,
  onChange,
  entries,
  themes,
  awake,
}: {
  query: Query;
  onChange: (query: Query) => void;
  entries: readonly LedgerEntry[];
  themes: readonly Theme[];
  awake: boolean;
}) {
  const filters: readonly [field: 'theme' | 'truth' | 'verdict' | 'test' | 'lesson', label: string, Option[]][] = [
    ['theme', 'Theme', themes.map(({ id, title }) => [id, title])],
    ['truth', 'Sources say', truths.map((truth) => [truth, truthTable[truth].word])],
    ['verdict', 'Your machine', verdictStates.map((state) => [state, verdictStateWords[state]])],
    ['test', 'Test', tests.map((state) => [state, testWords[state]])],
    ['lesson', 'Lesson', lessonsOf(entries).map((place) => [place.key, lessonWords(place)])],
  ];
  return (
    <search className={styles.filters}>
      <fieldset disabled={!awake}>
        <legend className={styles.hidden}>Which claims are shown</legend>
        <label className={styles.search}>
          <span>Search</span>
          <input
            type="search"
            value={query.search}
            onChange={(event) => onChange({ ...query, search: event.target.value })}
            autoComplete="off"
            spellCheck={false}
          />
        </label>
        {filters.map(([field, label, options]) => (
          <Choice
            key={field}
            label={label}
            value={query[field]}
            options={[['', 'All'], ...options]}
            onChange={(value) => onChange({ ...query, [field]: value })}
          />
        ))}
        <Choice
          label="Order"
          value={query.order}
          options={Object.entries(orderWords)}
          onChange={(order) => onChange({ ...query, order: order as Order })}
        />
        <button type="button" onClick={() => onChange({ ...everything, order: query.order })}>
          Show all
        </button>
      </fieldset>
    </search>
  );
}

function Choice({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: string;
  options: readonly Option[];
  onChange: (value: string) => void;
}) {
  return (
    <label>
      <span>{label}</span>
      <select value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map(([option, words]) => (
          <option key={option} value={option}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}
