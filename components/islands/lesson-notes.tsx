'use client';
import { useId } from 'react';
import { noteSchema } from '../../protocol/owner-state.ts';
import { useOwnerState } from '../connection/use-owner-state.ts';
import styles from './islands.module.css';

const MOST_CHARACTERS = 20_000;

/** A place for the reader's own words on a lesson, kept as they are written. */
export function LessonNotes({ lesson }: { lesson: string }) {
  const id = useId();
  const [note, keep] = useOwnerState(`note.${lesson}`, noteSchema);
  return (
    <section className={styles.island} data-live aria-label="Your notes">
      <label htmlFor={id}>
        <strong>Your notes on this lesson</strong>
      </label>
      <textarea
        id={id}
        className={styles.notes}
        rows={4}
        maxLength={MOST_CHARACTERS}
        value={note?.text ?? ''}
        onChange={({ target }) => keep({ v: 1, text: target.value })}
      />
      <p className={styles.note}>
        Kept as you write. <a href="/kept">What is kept, and where</a>
      </p>
    </section>
  );
}
