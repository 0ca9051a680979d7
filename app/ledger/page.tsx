import type { Metadata } from 'next';
import '../../components/ledger/ledger.css';
import { isOurs } from '../../components/ledger/entry.ts';
import { Ledger } from '../../components/ledger/ledger.tsx';
import { readThemes } from '../_content/course.ts';
import { readLedger } from '../_content/ledger.ts';

export const metadata: Metadata = {
  title: 'The ledger of claims',
  description: 'What people say about scaling with Node, Rust and Java, what sources say, and what measuring said.',
};

export default async function LedgerPage() {
  const entries = await readLedger();
  const themes = readThemes().filter(({ id }) => entries.some(({ theme }) => theme === id));
  const claims = entries.filter((entry) => !isOurs(entry)).length;
  return (
    <div className="page wide-page">
      <h1>The ledger of claims</h1>
      <p className="deck">
        {claims} sentences that people repeat about Node, Rust and Java. None of them is a fact here. Each stands with
        what its sources support, with the experiment that tests it, and with what measuring said, on our machines and
        on yours.
      </p>
      <Ledger entries={entries} themes={themes} />
    </div>
  );
}
