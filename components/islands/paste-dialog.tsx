'use client';
import { AskDialog } from './ask-dialog.tsx';
import styles from './islands.module.css';

/** Several lines, or a long text, are shown before they reach the shell: each line end would run a command. */
export function PasteDialog({ text, onDone }: { text: string | undefined; onDone: (send: boolean) => void }) {
  const lines = text?.split('\r').length ?? 0;
  const what = lines === 1 ? 'this long line' : `these ${lines} lines`;
  return (
    <AskDialog open={text !== undefined} title={`Paste ${what} into the terminal?`} onNo={() => onDone(false)}>
      <pre>{text?.replaceAll('\r', '\n')}</pre>
      <div className={styles.row}>
        <button type="button" className={styles.quiet} onClick={() => onDone(false)}>
          Cancel
        </button>
        <button type="button" className={styles.primary} onClick={() => onDone(true)}>
          Paste
        </button>
      </div>
    </AskDialog>
  );
}
