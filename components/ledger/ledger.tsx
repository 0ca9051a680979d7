'use client';
import { useEffect, useMemo, useRef, useState } from 'react';
import { count } from '../charts/format.ts';
import { useOwnVerdicts } from '../connection/own-verdicts.ts';
import { type Download, Downloads } from '../ui/downloads.tsx';
import { isOurs, type LedgerEntry, OURS, type Theme } from './entry.ts';
import { EntryRow } from './entry-row.tsx';
import { csvOfLedger, jsonOfLedger, markdownOf, type Shown } from './export.ts';
import { FilterBar } from './filter-bar.tsx';
import marks from './marks.module.css';
import { type OwnNotes, ownNotes } from './own-note.ts';
import { addressOf, choicesOf, everything, grouped, matching, parseQuery, type Query } from './query.ts';
import { TruthBar } from './truth-bar.tsx';

const noVerdicts: OwnNotes = new Map();
const SAID_MS = 4000;

/** The whole ledger: complete as HTML, then filtered, ordered and joined with the reader's verdicts in the browser. */
export function Ledger({ entries, themes }: { entries: readonly LedgerEntry[]; themes: readonly Theme[] }) {
  const root = useRef<HTMLElement>(null);
  const verdicts = useOwnVerdicts();
  const own = useMemo(() => ownNotes(verdicts ?? []), [verdicts]);
  const [query, setQuery] = useState<Query>(everything);
  const [awake, setAwake] = useState(false);
  const [copied, setCopied] = useState('');
  const shown = useMemo(() => matching(entries, query, own), [entries, query, own]);
  const groups = useMemo(() => grouped(shown, query.order, themes, own), [shown, query.order, themes, own]);
  const claims = shown.filter((entry) => !isOurs(entry));
  const measured = claims.filter(({ id }) => own.has(id)).length;

  // The address decides at first, and whenever the reader goes back. A claim that it names is shown in any case.
  useEffect(() => {
    const follow = () => {
      const asked = parseQuery(location.search, choicesOf(entries));
      const target = entries.find(({ id }) => `#${id}` === decodeURIComponent(location.hash));
      setQuery(target && matching([target], asked, noVerdicts).length === 0 ? everything : asked);
      setAwake(true);
      if (target) requestAnimationFrame(() => openClaim(target.id));
    };
    follow();
    addEventListener('hashchange', follow);
    addEventListener('popstate', follow);
    return () => {
      removeEventListener('hashchange', follow);
      removeEventListener('popstate', follow);
    };
  }, [entries]);

  const change = (next: Query) => {
    setQuery(next);
    history.replaceState(history.state, '', location.pathname + addressOf(next) + location.hash);
  };
  const copyLink = async (id: string) => {
    const link = `${location.origin}${location.pathname}#${id}`;
    const done = await navigator.clipboard?.writeText(link).then(
      () => true,
      () => false,
    );
    setCopied(done ? id : '');
    setTimeout(() => setCopied(''), SAID_MS);
    if (!done) location.hash = id;
  };
  const foldAll = (open: boolean) => {
    for (const details of root.current?.querySelectorAll('details') ?? []) details.open = open;
  };

  return (
    <section ref={root} className="ledger" data-live aria-label="Claims">
      <TruthBar claims={claims} />
      <FilterBar query={query} onChange={change} entries={entries} themes={themes} awake={awake} />
      <div className="ledger-tools">
        <p role="status">
          {copied
            ? `The link to ${copied} is copied.`
            : `${count(claims.length, 'claim')}, ${measured === 0 ? 'none' : measured} measured on your machine.`}
        </p>
        <button type="button" onClick={() => foldAll(true)}>
          Open all
        </button>
        <button type="button" onClick={() => foldAll(false)}>
          Fold all
        </button>
        <Downloads files={filesOf(groups, own, query)} />
      </div>
      {groups.map((group) => (
        <section key={group.key} aria-labelledby={`group-${group.key}`} className="ledger-group">
          <h2 id={`group-${group.key}`}>
            {group.title} <small>{count(group.entries.length, group.key === OURS ? 'sentence' : 'claim')}</small>
          </h2>
          {group.key === OURS && <p className={marks.soft}>They come from us, and have to stand the same test.</p>}
          <ul>
            {group.entries.map((entry) => (
              <EntryRow
                key={entry.id}
                entry={entry}
                own={own.get(entry.id)}
                copied={copied === entry.id}
                onCopy={copyLink}
              />
            ))}
          </ul>
        </section>
      ))}
    </section>
  );
}

function filesOf(groups: Shown['groups'], own: OwnNotes, query: Query): Download[] {
  const shown = (): Shown => {
    const address = location.origin + location.pathname + addressOf(query);
    return { groups, own, address, at: new Date() };
  };
  const file = (extension: string) => `loadstone-ledger.${extension}`;
  return [
    { label: 'Markdown', file: file('md'), type: 'text/markdown', text: () => markdownOf(shown()) },
    { label: 'CSV', file: file('csv'), type: 'text/csv', text: () => csvOfLedger(shown()) },
    { label: 'JSON', file: file('json'), type: 'application/json', text: () => jsonOfLedger(shown()) },
  ];
}

/** Unfolds a claim and brings its line into view. */
function openClaim(id: string): void {
  const details = document.getElementById(id)?.closest('details');
  if (!details) return;
  details.open = true;
  details.scrollIntoView({ block: 'start' });
}
