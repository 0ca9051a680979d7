'use client';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import styles from './islands.module.css';

/** A question above the page. Escape is the same as no. */
export function AskDialog({
  open,
  title,
  onNo,
  children,
}: {
  open: boolean;
  title: string;
  onNo: () => void;
  children: ReactNode;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      onCancel={(event) => {
        event.preventDefault();
        onNo();
      }}
      aria-labelledby={id}
    >
      <h3 id={id}>{title}</h3>
      {children}
    </dialog>
  );
}
