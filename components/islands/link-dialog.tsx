'use client';
import type { PrintedLink } from '../connection/terminal-input.ts';
import { AskDialog } from './ask-dialog.tsx';
import styles from './islands.module.css';

/** A program printed this link, and what it shows as its text may be another one: the reader sees where it leads. */
export function LinkDialog({ link, onDone }: { link: PrintedLink | undefined; onDone: () => void }) {
  return (
    <AskDialog open={link !== undefined} title={`Open a link to ${link?.host}?`} onNo={onDone}>
      <pre>{link?.href}</pre>
      {link?.insideLab ? (
        <p>
          This address is inside the lab, which your browser does not reach. Ask it from the terminal: <code>curl</code>{' '}
          and the address.
        </p>
      ) : (
        <p>A program in the lab printed it. It opens in a new tab.</p>
      )}
      <div className={styles.row}>
        <button type="button" className={styles.quiet} onClick={onDone}>
          {link?.insideLab ? 'Close' : 'Cancel'}
        </button>
        {!link?.insideLab && (
          <button
            type="button"
            className={styles.primary}
            onClick={() => {
              window.open(link?.href, '_blank', 'noopener,noreferrer');
              onDone();
            }}
          >
            Open
          </button>
        )}
      </div>
    </AskDialog>
  );
}
