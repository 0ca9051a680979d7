'use client';
import { useEffect, useRef } from 'react';
import type { PrintedLink } from '../connection/terminal-input.ts';
import styles from './islands.module.css';

/** A program printed this link, and what it shows as its text may be another one: the reader sees where it leads. */
export function LinkDialog({ link, onDone }: { link: PrintedLink | undefined; onDone: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (link) dialog.current?.showModal();
    else dialog.current?.close();
  }, [link]);
  return (
    <dialog
      ref={dialog}
      className={styles.paste}
      onCancel={(event) => {
        event.preventDefault();
        onDone();
      }}
      aria-labelledby="link-title"
    >
      <h3 id="link-title">Open a link to {link?.host}?</h3>
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
    </dialog>
  );
}
