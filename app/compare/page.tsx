import type { Metadata } from 'next';
import { CompareView } from '../../components/islands/result-compare.tsx';

export const metadata: Metadata = { title: 'Two runs side by side' };

export default function Compare() {
  return (
    <div className="page wide-page">
      <h1>Two runs side by side</h1>
      <div data-live>
        <CompareView />
      </div>
      <noscript>
        <p>The comparison is drawn by JavaScript.</p>
      </noscript>
    </div>
  );
}
