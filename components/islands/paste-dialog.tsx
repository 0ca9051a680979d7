'use client';
import { useEffect, useRef } from 'react';
import styles from './islands.module.css';

/** Several lines, or a long text, are shown before they reach the shell: each line end would run a command. */
export function PasteDialog({ text, onDone }: { text: string | undefined; onDone: (send: boolean) => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const open = text !== undefined;
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  const lines = text?.split('\r').length ?? 0;
  return (
    <dialog
      ref={dialog}
      className={styles.paste}
      onCancel={(event) => {
        event.preventDefault();
        onDone(false);
      }}
      aria-labelledby="paste-title"
    >
      <h3 id="paste-title">Paste {lines === 1 ? 'this long line' : `these ${lines} lines`} into the terminal?</h3>
      <pre>{text?.replaceAll('\r', '\n')}</pre>
      <div className={styles.row}>
        <button type="button" className={styles.quiet} onClick={() => onDone(false)}>
          Cancel
        </button>
        <button type="button" className={styles.primary} onClick={() => onDone(true)}>
          Paste
        </button>
      </div>
    </dialog>
  );
}
