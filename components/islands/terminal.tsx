'use client';
import { lazy, Suspense, useState } from 'react';
import { usePresence } from '../connection/use-live.ts';
import { CopyButton } from './copy-button.tsx';
import styles from './islands.module.css';

export interface SuggestedCommand {
  readonly command: string;
  /** What it shows, as one sentence. */
  readonly shows: string;
}

/** xterm.js is the heaviest library of the site, and what stands around it is of no use without it. */
const TerminalScreen = lazy(() => import('./terminal-screen.tsx').catch(() => ({ default: NotLoaded })));
const NotLoaded = () => <p className={styles.door}>The terminal could not be loaded; reload the page.</p>;

/** A shell on the very machine that runs the servers. Nothing of it loads before it is opened. */
export function TerminalIsland({ intro, commands = [] }: { intro: string; commands?: readonly SuggestedCommand[] }) {
  const present = usePresence();
  const [opened, setOpened] = useState(0);
  const away = present === 'none' || present === 'locked';
  return (
    <section className={styles.island} data-live aria-label="Terminal">
      <p className={styles.note}>{intro}</p>
      {commands.length > 0 && (
        <ol className={styles.commands}>
          {commands.map(({ command, shows }) => (
            <li key={command}>
              <p>{shows}</p>
              <div className={styles.command}>
                <code>{command}</code>
                <CopyButton text={command} label="Copy command" />
              </div>
            </li>
          ))}
        </ol>
      )}
      {opened > 0 && !away ? (
        <Suspense fallback={<p className={styles.door}>Opening a shell.</p>}>
          <TerminalScreen key={opened} onAgain={() => setOpened((n) => n + 1)} />
        </Suspense>
      ) : (
        <div className={styles.terminal}>
          <div className={styles.door}>
            {present === 'none' && (
              <p>
                A shell opens here when the course runs on your machine: <code>npm start</code> in a copy of the course
                starts it. It is a small sandbox with the servers' source in its home folder.
              </p>
            )}
            {present === 'locked' && (
              <p>
                Sandbox here, open your start link: <code>npm start</code> printed it, and <code>npm run url</code>{' '}
                prints a new one.
              </p>
            )}
            {!away && (
              <button type="button" className={styles.primary} onClick={() => setOpened(1)}>
                Open a terminal
              </button>
            )}
          </div>
        </div>
      )}
    </section>
  );
}
