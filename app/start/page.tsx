import type { Metadata } from 'next';

export const metadata: Metadata = { title: 'Sign in', robots: 'noindex' };

/** The shell exchanges the link's token for a key and goes on to the page the reader came from. */
export default function Start() {
  return (
    <div className="page">
      <h1>Signing in</h1>
      <p className="deck">The link that the course printed at its start opens the sandbox for this browser, once.</p>
      <div className="empty">
        <p id="start" role="status">
          Exchanging the start link for a key …
        </p>
        <noscript>
          <p>Signing in needs JavaScript. The course reads without it.</p>
        </noscript>
        <p>
          <a href="/">To the course</a>
        </p>
      </div>
    </div>
  );
}
