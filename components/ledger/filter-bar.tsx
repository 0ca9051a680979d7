import type { LedgerEntry, Theme } from './entry.ts';
import { lessonWords, tests, testWords } from './entry.ts';
import { everything, lessonsOf, type Order, type Query, verdictStates, verdictStateWords } from './query.ts';
import { truths, truthTable } from './truth.ts';

type Filtered = 'theme' | 'truth' | 'verdict' | 'test' | 'lesson';
type Option = readonly [value: string, words: string];

const orderWords: Record<Order, string> = {
  theme: 'By theme',
  lesson: 'By lesson',
  truth: 'By truth',
  verdict: 'By your verdict',
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
  const filters: readonly [field: Filtered, label: string, all: string, Option[]][] = [
    ['theme', 'Theme', 'All themes', themes.map(({ id, title }) => [id, title])],
    ['truth', 'What sources say', 'Any truth', truths.map((truth) => [truth, truthTable[truth].word])],
    ['verdict', 'Your machine', 'Any verdict', verdictStates.map((state) => [state, verdictStateWords[state]])],
    ['test', 'Test', 'Any test', tests.map((state) => [state, testWords[state]])],
    ['lesson', 'Lesson', 'All lessons', lessonsOf(entries).map((place) => [place.number, lessonWords(place)])],
  ];
  const filtered = filters.some(([field]) => query[field] !== '') || query.search !== '';
  return (
    <search className="ledger-filters">
      <fieldset disabled={!awake}>
        <legend className="ledger-hidden">Which claims are shown</legend>
        <label className="ledger-search">
          <span className="ledger-hidden">Search</span>
          <input
            type="search"
            placeholder="Search"
            value={query.search}
            onChange={(event) => onChange({ ...query, search: event.target.value })}
            autoComplete="off"
            spellCheck={false}
          />
        </label>
        {filters.map(([field, label, all, options]) => (
          <Choice
            key={field}
            label={label}
            value={query[field]}
            options={[['', all], ...options]}
            onChange={(value) => onChange({ ...query, [field]: value })}
          />
        ))}
        <Choice
          label="Order"
          value={query.order}
          options={Object.entries(orderWords)}
          onChange={(order) => onChange({ ...query, order: order as Order })}
        />
        <button type="button" disabled={!filtered} onClick={() => onChange({ ...everything, order: query.order })}>
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
      <span className="ledger-hidden">{label}</span>
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
