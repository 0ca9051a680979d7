import type { Metadata } from 'next';

export const metadata: Metadata = { title: 'Sign in', robots: 'noindex' };

/** The shell exchanges the link's token for a key and goes on to the page the reader came from. */
export default function Start() {
  return (
    <div className="page prose">
      <h1>Signing in</h1>
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
  );
}
