import styles from './remarks.module.css';

/** The numbered remarks of a source, below it. */
export function Remarks({ notes }: { notes: readonly { mark: string; text: string }[] }) {
  if (notes.length === 0) return null;
  return (
    <dl className={styles.remarks}>
      {notes.map(({ mark, text }) => (
        <div key={mark}>
          <dt>{mark}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}
