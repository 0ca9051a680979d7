import type { Metadata } from 'next';
import { RunView } from '../../components/islands/run-view.tsx';

export const metadata: Metadata = { title: 'A run' };

/** One page for every run: the hub serves it at /runs/<id>; on a static host it opens a saved file. */
export default function Run() {
  return (
    <div className="page wide-page">
      <div data-live>
        <RunView />
      </div>
      <noscript>
        <p>A run is drawn by JavaScript.</p>
      </noscript>
    </div>
  );
}
