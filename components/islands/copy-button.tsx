'use client';
import { useState } from 'react';
import styles from './islands.module.css';

const SAID_MS = 2000;

/** Copies a text and says so. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [said, setSaid] = useState('');
  const copy = async () => {
    const done = await navigator.clipboard?.writeText(text).then(
      () => true,
      () => false,
    );
    setSaid(done ? 'Copied' : 'Not copied: select it by hand');
    setTimeout(() => setSaid(''), SAID_MS);
  };
  return (
    <>
      <button type="button" className={styles.quiet} onClick={copy} aria-label={`${label}: ${text}`}>
        {said || 'Copy'}
      </button>
      <span className={styles.hidden} role="status">
        {said}
      </span>
    </>
  );
}
