import { worstForClaim } from '../../stats/claim-outcome.ts';
import { type Cell, csvOf, type DataTable } from '../charts/data-table.ts';
import { tierWord } from '../charts/verdict-words.ts';
import { type LedgerEntry, lessonWords, testOf, testWords, type VerdictNote } from './entry.ts';
import type { OwnNotes } from './own-note.ts';
import type { Group } from './query.ts';
import { truthTable } from './truth.ts';

/** What is written into a file: the groups as the page shows them, the reader's verdicts, and where they come from. */
export interface Shown {
  readonly groups: readonly Group[];
  readonly own: OwnNotes;
  /** Address of the ledger with its filter, without a fragment. */
  readonly address: string;
  readonly at: Date;
}

const entriesOf = ({ groups }: Shown) => groups.flatMap(({ entries }) => entries);
const linkTo = ({ address }: Shown, { id }: LedgerEntry) => `${address.split('?')[0]}#${id}`;

/** The ledger to read and to paste: a heading a group, a list item a claim. */
export function markdownOf(shown: Shown): string {
  const parts = shown.groups.map(({ title, entries }) =>
    [`## ${title}`, ...entries.map((entry) => markdownEntry(entry, shown))].join('\n\n'),
  );
  return `${['# Claims and what became of them', `From ${shown.address}, ${shown.at.toISOString()}`, ...parts].join('\n\n')}\n`;
}

function markdownEntry(entry: LedgerEntry, shown: Shown): string {
  const { often, truth, better, why, test, sources, settledIn, recorded } = entry;
  const mine = shown.own.get(entry.id);
  const lines = [
    `### ${truthTable[truth].word}: “${often}”`,
    `**What sources support:** ${better}`,
    `**Why:** ${why}`,
    sources.length > 0
      ? `**Sources:** ${sources.map(({ title, url, unverified }) => `[${title.replace(/[[\]]/g, '\\$&')}](${url})${unverified ? ' (not verified)' : ''}`).join('; ')}`
      : '**Sources:** none known',
    `**Test (${testWords[testOf(entry)].toLowerCase()}):** ${test}`,
    ...(settledIn ? [`**Lesson:** ${lessonWords(settledIn)}`] : []),
    ...recorded.map((note) => `**Recorded:** ${noteLine(note)}`),
    ...(mine ? [`**On my machine:** ${noteLine(mine)} ${tierWord[mine.tier]}, run ${mine.run}.`] : []),
    `<${linkTo(shown, entry)}>`,
  ];
  return lines.join('\n\n');
}

const outcomeInFile: Record<VerdictNote['outcome'], string> = {
  holds: 'Holds',
  'does-not-hold': 'Does not hold',
  'cannot-tell': 'Cannot be told',
};

/** "Holds: All cores give … . 1.98 times the work, between 1.9 and 2.0. (CPU, 2 cores, 2026-11-21)" */
export function noteLine({ outcome, sentence, figure, machine, at, status }: VerdictNote): string {
  const evidence = status === 'opened' ? ' (first evidence)' : '';
  return `${outcomeInFile[outcome]}${evidence}: ${sentence} ${figure ? `${figure}. ` : ''}(${machine}, ${at.slice(0, 10)})`;
}

/** One row a claim; of several verdicts that were recorded the one that the claim stands with. */
export function csvOfLedger(shown: Shown): string {
  const table: DataTable = {
    name: 'loadstone-ledger',
    caption: 'Claims and what became of them',
    columns: [
      ...['claim id', 'claim', 'sources say', 'correct statement', 'why', 'sources', 'test', 'lesson'],
      ...['recorded sentence', 'recorded', 'recorded figure', 'recorded on'],
      ...[
        'my verdict',
        'my ratio or value',
        'low',
        'high',
        'sentence tested',
        'tier',
        'my machine',
        'measured at',
        'run',
      ],
    ].map((name) => ({ name })),
    rows: entriesOf(shown).map((entry) => rowOf(entry, shown)),
  };
  return csvOf(table);
}

function rowOf(entry: LedgerEntry, { own }: Shown): Cell[] {
  const { id, often, truth, better, why, sources, settledIn } = entry;
  const first = worstForClaim(entry.recorded);
  const mine = own.get(id);
  const urls = sources.map(({ url, unverified }) => `${url}${unverified ? ' (not verified)' : ''}`).join(' ');
  return [
    ...[id, often, truth, better, why, urls, testOf(entry), settledIn && lessonWords(settledIn)],
    ...[first?.sentence, first?.outcome, first?.figure, first && `${first.machine}, ${first.at.slice(0, 10)}`],
    ...[
      mine?.outcome,
      mine?.value,
      mine?.low,
      mine?.high,
      mine?.sentence,
      mine?.tier,
      mine?.machine,
      mine?.at,
      mine?.run,
    ],
  ];
}

/** Everything of every claim shown, for programs. */
export function jsonOfLedger(shown: Shown): string {
  const claims = entriesOf(shown).map((entry) => ({
    ...entry,
    link: linkTo(shown, entry),
    testState: testOf(entry),
    own: shown.own.get(entry.id),
  }));
  return `${JSON.stringify({ v: 1, from: shown.address, at: shown.at.toISOString(), claims }, null, 1)}\n`;
}
