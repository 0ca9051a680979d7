import type { Metadata } from 'next';
import { RunsList } from '../../components/islands/runs-list.tsx';

export const metadata: Metadata = { title: 'Your runs' };

export default function Runs() {
  return (
    <div className="page wide-page">
      <h1>Your runs</h1>
      <p className="deck">
        Every run on this machine, kept until you delete it, and results of other machines beside them.
      </p>
      <div data-live>
        <RunsList />
      </div>
      <noscript>
        <p>The list of runs needs JavaScript.</p>
      </noscript>
    </div>
  );
}
