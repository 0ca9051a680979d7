import styles from './program-lines.module.css';

/** A whole program, a line each as highlighted HTML, with the line that runs now. */
export function ProgramLines({
  path,
  lines,
  now,
}: {
  path: string;
  lines: readonly string[];
  now?: number | undefined;
}) {
  return (
    <figure className={styles.program}>
      <figcaption>{path.split('/').at(-1)}</figcaption>
      <ol>
        {lines.map((html, index) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: lines never move
            key={index}
            data-now={now === index + 1 || undefined}
            // biome-ignore lint/security/noDangerouslySetInnerHtml: highlighted at build from our own files
            dangerouslySetInnerHTML={{ __html: html || ' ' }}
          />
        ))}
      </ol>
    </figure>
  );
}
