import type { ReactNode } from 'react';
import styles from './frame.module.css';
import { KeysHelp } from './keys-help.tsx';

const places = [
  { href: '/#course', name: 'Course' },
  { href: '/experiments', name: 'Experiments' },
  { href: '/variants', name: 'Servers' },
  { href: '/ledger', name: 'Ledger' },
  { href: '/runs', name: 'Runs', id: 'go-runs' },
  { href: '/machine', name: 'Machine' },
  { href: '/glossary', name: 'Glossary' },
];

/**
 * Head and foot of every page. All of it works before, and without, React: the shell has changed what it serves by the
 * time React comes, and React is told to leave that as it is. Where there is no room for them, the places and settings
 * are a popover, which needs no script either.
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
          <span>Loadstone</span>
        </a>
        <div className={styles.menu} id="menu" popover="auto">
          <nav aria-label="Site">
            {places.map(({ href, name, id }) => (
              <a key={href} href={href} id={id} suppressHydrationWarning>
                {name}
              </a>
            ))}
          </nav>
          <div className={styles.tools}>
            <ToolButton
              id="projector"
              label="Projector view: large type"
              name="Projector view"
              picture="M2.5 4h15v9.5h-15ZM10 13.5V17M6.5 17h7"
            />
            <ToolButton
              id="theme"
              label="Colours"
              name="Colours"
              picture="M10 2.75a7.25 7.25 0 1 0 0 14.5a7.25 7.25 0 1 0 0-14.5"
              filled="M10 2.75a7.25 7.25 0 0 1 0 14.5Z"
            />
            <ToolButton
              id="help-open"
              label="Keys"
              name="Keys"
              picture="M2 5.5h16v9H2ZM5 8.5h.01M8.3 8.5h.01M11.7 8.5h.01M15 8.5h.01M6.5 11.8h7"
            />
          </div>
        </div>
        <span className={styles.badge} id="badge" suppressHydrationWarning>
          Recorded runs
        </span>
        <button type="button" className={`needs-shell ${styles.search}`} id="search-open" aria-label="Search">
          <Picture lines="M8.5 3a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11M12.5 12.5 17 17" />
          <span aria-hidden="true">Search</span>
          <span aria-hidden="true" className={styles.key}>
            /
          </span>
        </button>
        <button type="button" className={styles.open} popoverTarget="menu" aria-label="Menu">
          <Picture lines="M3 5.5h14M3 10h14M3 14.5h14" />
        </button>
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
      <KeysHelp />
    </>
  );
}

interface Tool {
  id: string;
  /** What is spoken and shown as a hint. */
  label: string;
  /** What stands beside the picture where there is room for it. */
  name: string;
  picture: string;
  filled?: string;
}

function ToolButton({ id, label, name, picture, filled }: Tool) {
  return (
    <button type="button" className="needs-shell" id={id} aria-label={label} title={label} suppressHydrationWarning>
      <Picture lines={picture} {...(filled ? { filled } : {})} />
      <span aria-hidden="true">{name}</span>
    </button>
  );
}

function Picture({ lines, filled }: { lines: string; filled?: string }) {
  return (
    <svg viewBox="0 0 20 20" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="1.5">
      <path d={lines} strokeLinecap="round" strokeLinejoin="round" />
      {filled && <path d={filled} fill="currentColor" stroke="none" />}
    </svg>
  );
}
