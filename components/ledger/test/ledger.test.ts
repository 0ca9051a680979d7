import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OwnVerdict } from '../../../protocol/owner-state.ts';
import type { LedgerEntry } from '../entry.ts';
import { csvOfLedger, jsonOfLedger, markdownOf, type Shown } from '../export.ts';
import { ownNotes } from '../own-note.ts';
import { addressOf, choicesOf, everything, grouped, matching, parseQuery, type Query } from '../query.ts';
import { truthSentence } from '../truth.ts';

const entry = (id: string, fields: Partial<LedgerEntry> = {}): LedgerEntry => ({
  id,
  theme: id.split('.')[0] as string,
  often: `People say ${id}.`,
  truth: 'partly',
  better: 'Sources support less.',
  why: 'Because of a mechanism.',
  test: 'Measure it.',
  sources: [],
  openedIn: [],
  asked: [],
  recorded: [],
  ...fields,
});
const asked = { experiment: 'cores', title: 'Cores', sentence: 'It grows.', status: 'settled', href: '/x' } as const;
const entries = [
  entry('scaling.cores', {
    often: 'A café server, "as is", uses every core, and more.',
    truth: 'false',
    asked: [asked],
    settledIn: { number: '1.2', title: 'More cores', href: '/lessons/more-cores' },
    sources: [{ title: 'A book [1]', url: 'https://example.org/book', unverified: true }],
    recorded: [
      {
        outcome: 'holds',
        sentence: 'It grows.',
        status: 'settled',
        figure: '1.98 times the work',
        reason: 'It did.',
        machine: 'Test CPU, 2 cores',
        at: '2026-11-20T10:00:00.000Z',
        href: '/experiments/cores#run-cores',
      },
    ],
  }),
  entry('scaling.nodes', { settledIn: { number: '10.1', title: 'Spikes' } }),
  entry('stories.company', { truth: 'unverifiable', bySourceAlone: true }),
  entry('course.ours', { openedIn: [{ number: '2.1', title: 'The loop', href: '/lessons/loop' }] }),
];
const verdict: OwnVerdict = {
  claim: 'scaling.cores',
  sentence: 'It grows.',
  metric: 'throughput',
  compared: true,
  outcome: 'does-not-hold',
  status: 'settled',
  ratio: 1.02,
  low: 0.98,
  high: 1.06,
  confidence: 0.95,
  blocks: 5,
  run: 'r-1',
  experiment: 'cores',
  tier: 'standard',
  measuredAt: '2026-11-21T10:00:00.000Z',
  cpuModel: 'My CPU',
  cores: 4,
};
const own = ownNotes([verdict]);
const themes = [
  { id: 'scaling', title: 'Scaling' },
  { id: 'stories', title: 'Stories' },
  { id: 'course', title: 'Ours' },
];
const ids = (query: Partial<Query>) => matching(entries, { ...everything, ...query }, own).map(({ id }) => id);

test('the ledger as it comes shows everything', () => {
  assert.equal(ids({}).length, entries.length);
  assert.equal(addressOf(everything), '');
});

test('each filter keeps what fits, and several together keep what fits all', () => {
  assert.deepEqual(ids({ theme: 'scaling' }), ['scaling.cores', 'scaling.nodes']);
  assert.deepEqual(ids({ truth: 'unverifiable' }), ['stories.company']);
  assert.deepEqual(ids({ test: 'experiment' }), ['scaling.cores']);
  assert.deepEqual(ids({ test: 'source' }), ['stories.company']);
  assert.deepEqual(ids({ test: 'planned' }), ['scaling.nodes', 'course.ours']);
  assert.deepEqual(ids({ verdict: 'does-not-hold' }), ['scaling.cores']);
  assert.deepEqual(ids({ verdict: 'none', theme: 'scaling' }), ['scaling.nodes']);
  assert.deepEqual(ids({ theme: 'stories', truth: 'false' }), []);
});

test('the filter asks what a verdict says of the claim, not of the sentence', () => {
  const mine = ownNotes([{ ...verdict, denies: true, outcome: 'holds' }]);
  assert.equal(matching(entries, { ...everything, verdict: 'does-not-hold' }, mine).length, 1);
  assert.equal(matching(entries, { ...everything, verdict: 'holds' }, mine).length, 0);
});

test('a lesson finds the claims it settles and those it opens', () => {
  assert.deepEqual(ids({ lesson: '1.2' }), ['scaling.cores']);
  assert.deepEqual(ids({ lesson: '2.1' }), ['course.ours']);
});

test('search wants every word, wherever it stands, whatever its case and accents', () => {
  assert.deepEqual(ids({ search: 'CAFE every' }), ['scaling.cores']);
  assert.deepEqual(ids({ search: 'book' }), ['scaling.cores']);
  assert.deepEqual(ids({ search: 'every mechanism nowhere' }), []);
});

test('a query survives the way through an address, and what cannot be chosen is left out of it', () => {
  const choices = choicesOf(entries);
  const query: Query = { ...everything, search: 'a "b" & c', truth: 'false', lesson: '10.1', order: 'truth' };
  assert.deepEqual(parseQuery(addressOf(query), choices), query);
  assert.deepEqual(parseQuery('?truth=wrong&theme=none&order=size&lesson=99', choices), everything);
});

test('the order decides the headings; the sentences of the course stand apart, at the end', () => {
  const headings = (order: Query['order']) =>
    grouped(entries, order, themes, own).map((group) => `${group.title}: ${group.entries.length}`);
  assert.deepEqual(headings('theme'), ['Scaling: 2', 'Stories: 1', 'Sentences of this course: 1']);
  assert.deepEqual(headings('lesson'), [
    '1.2 More cores: 1',
    '10.1 Spikes (planned): 1',
    'In no lesson yet: 1',
    'Sentences of this course: 1',
  ]);
  assert.deepEqual(headings('truth'), [
    'Partly right: 1',
    'False: 1',
    'Cannot be checked: 1',
    'Sentences of this course: 1',
  ]);
  assert.deepEqual(headings('verdict'), [
    'Does not hold here: 1',
    'No verdict here yet: 2',
    'Sentences of this course: 1',
  ]);
});

test('the picture says in one sentence what is shown', () => {
  assert.equal(
    truthSentence(entries.slice(0, 3)),
    'Of 3 claims 1 is partly right, 1 is false and 1 cannot be checked.',
  );
  assert.equal(truthSentence([{ truth: 'misleading' }, { truth: 'misleading' }]), 'All 2 mislead.');
  assert.match(truthSentence([]), /No claim fits/);
});

const shown: Shown = {
  groups: grouped(entries, 'theme', themes, own),
  own,
  address: 'https://course.example/ledger?theme=scaling',
  at: new Date('2026-11-21T12:00:00.000Z'),
};

test('Markdown carries the state beside each claim, sources that were not verified, both machines, and the way back', () => {
  const text = markdownOf(shown);
  assert.match(text, /^# Claims.*\n\nFrom https:\/\/course\.example\/ledger\?theme=scaling, 2026-11-21T12/);
  assert.match(text, /### False: “A café server, "as is", uses every core, and more\.”/);
  assert.match(text, /\[A book \\\[1\\\]\]\(https:\/\/example\.org\/book\) \(not verified\)/);
  assert.match(text, /\*\*Recorded:\*\* Holds: It grows\. 1\.98 times the work\. \(Test CPU, 2 cores, 2026-11-20\)/);
  assert.match(
    text,
    /\*\*On my machine:\*\* Does not hold: It grows\. 1\.02 times the throughput, between 0\.98 and 1\.06\./,
  );
  assert.match(text, /\(My CPU, 4 cores, 2026-11-21\) Standard, run r-1\./);
  assert.match(text, /<https:\/\/course\.example\/ledger#scaling\.cores>/);
});

test('CSV has a row for each claim, with the interval as numbers and quotes as the format wants them', () => {
  const lines = csvOfLedger(shown).trimEnd().split('\r\n');
  assert.equal(lines.length, entries.length + 1);
  const row = lines.find((line) => line.startsWith('scaling.cores')) as string;
  assert.ok(row.includes('"A café server, ""as is"", uses every core, and more."'));
  assert.ok(
    row.endsWith('does-not-hold,1.02,0.98,1.06,It grows.,standard,"My CPU, 4 cores",2026-11-21T10:00:00.000Z,r-1'),
  );
  assert.ok(lines.find((line) => line.startsWith('stories.company'))?.endsWith(',,,,,,,,'));
});

test('JSON holds everything of each claim, the own verdict included', () => {
  const { claims, from } = JSON.parse(jsonOfLedger(shown));
  assert.equal(from, shown.address);
  assert.equal(claims.length, entries.length);
  assert.equal(claims[0].own.run, 'r-1');
  assert.equal(claims[0].testState, 'experiment');
  assert.equal(claims[1].own, undefined);
});
