import type { Metadata } from 'next';

export const metadata: Metadata = { title: 'No connection', robots: 'noindex' };

/** What opens without a connection instead of a page that was never read. The service worker fills the list. */
export default function Offline() {
  return (
    <div className="page prose">
      <h1>There is no connection</h1>
      <p>This browser has not kept the page that you asked for. Pages that you have opened before are kept:</p>
      <ul id="kept-pages">
        <li>
          <a href="/">Loadstone</a>
        </li>
      </ul>
      <p>When the connection is back, load the page again.</p>
    </div>
  );
}
