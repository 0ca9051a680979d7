import type { ReactNode } from 'react';
import styles from './frame.module.css';

/**
 * Head and foot of every page. All of it works before, and without, React: the shell has changed what it serves by the
 * time React comes, and React is told to leave that as it is.
 */
export function Frame({ children }: { children: ReactNode }) {
  return (
    <>
      <a className={styles.skip} href="#main">
        Skip to the text
      </a>
      <header className={styles.head}>
        <a className={styles.name} href="/" id="go-home">
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path
              d="M12 1.5 22 8v8l-10 6.5L2 16V8Z"
              fill="none"
              stroke="currentColor"
              strokeWidth="1.5"
              strokeLinejoin="round"
            />
            <path d="M12 1.5 22 8v8l-10 6.5Z" fill="var(--accent)" />
          </svg>
          Loadstone
        </a>
        <nav aria-label="Site">
          <a href="/#course">Course</a>
          <a href="/runs" id="go-runs">
            Runs
          </a>
        </nav>
        <div className={styles.tools}>
          <span className={styles.badge} id="badge" suppressHydrationWarning>
            Recorded runs
          </span>
          <button type="button" className="needs-shell" id="help-open" aria-label="Keyboard help" title="Keyboard help">
            ?
          </button>
          <button type="button" className="needs-shell" id="theme" aria-label="Colours" suppressHydrationWarning>
            <svg viewBox="0 0 20 20" aria-hidden="true">
              <circle cx="10" cy="10" r="7.25" fill="none" stroke="currentColor" strokeWidth="1.5" />
              <path d="M10 2.75a7.25 7.25 0 0 1 0 14.5Z" fill="currentColor" />
            </svg>
          </button>
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      <footer className={styles.foot}>
        <p>
          Nothing you do here leaves your machine. <a href="/kept">What is kept, and where</a>
        </p>
        <p>
          <a href="/measuring">How Loadstone measures</a>
        </p>
        <p>
          <a href="/add-a-server">Add a server</a>
        </p>
        <p>Code under MIT, text under CC BY 4.0.</p>
      </footer>
      <dialog className={styles.help} id="help" aria-labelledby="help-title">
        <form method="dialog">
          <h2 id="help-title">Keys</h2>
          <dl>
            <Keys keys={['?']}>this list</Keys>
            <Keys keys={['g', 'h']}>to the first page</Keys>
            <Keys keys={['g', 'r']}>to your runs</Keys>
            <Keys keys={['g', 'n']}>next lesson</Keys>
            <Keys keys={['g', 'p']}>previous lesson</Keys>
            <Keys keys={['Esc']}>close this list; then Tab, leave a terminal</Keys>
          </dl>
          <p>Keys rest while you type, and in terminals and charts.</p>
          <button type="submit">Close</button>
        </form>
      </dialog>
    </>
  );
}

function Keys({ keys, children }: { keys: readonly string[]; children: string }) {
  return (
    <div>
      <dt>
        {keys.map((key) => (
          <kbd key={key}>{key}</kbd>
        ))}
      </dt>
      <dd>{children}</dd>
    </div>
  );
}
