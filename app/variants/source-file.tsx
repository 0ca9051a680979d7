import { Remarks } from '../../components/prose/remarks.tsx';
import type { Segment, SourceFile } from '../_content/source-files.ts';
import styles from './source-file.module.css';

/** A whole source file with its line numbers; what belongs to all servers of a language is folded. */
export function SourceFileView({ file }: { file: SourceFile }) {
  const { path, lineCount, own, segments, notes } = file;
  const block = (
    <figure className={styles.file}>
      <figcaption>
        <code>{path}</code>
        <span>{lineCount} lines</span>
      </figcaption>
      {segments.map((segment) =>
        segment.open ? (
          <Lines key={segment.firstLine} segment={segment} />
        ) : (
          <details key={segment.firstLine} className={styles.fold}>
            <summary>{rangeOf(segment)}</summary>
            <Lines segment={segment} />
          </details>
        ),
      )}
      <Remarks notes={notes} />
    </figure>
  );
  if (own) return block;
  return (
    <details className={styles.shared}>
      <summary>
        <code>{path}</code>, {lineCount} lines, shared with other programs
      </summary>
      {block}
    </details>
  );
}

const lastLine = ({ firstLine, lines }: Segment) => firstLine + lines.length - 1;
const rangeOf = (segment: Segment) =>
  segment.lines.length === 1 ? `Line ${segment.firstLine}` : `Lines ${segment.firstLine} to ${lastLine(segment)}`;

/** Numbers stand in a column of their own, so that they are neither copied nor read out. */
function Lines({ segment }: { segment: Segment }) {
  const numbers = segment.lines.map((_, i) => segment.firstLine + i).join('\n');
  return (
    <div className={styles.lines}>
      <pre className={styles.numbers} aria-hidden="true">
        {numbers}
      </pre>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <pre className="code" tabIndex={0}>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: highlighted at build from our own files */}
        <code dangerouslySetInnerHTML={{ __html: segment.lines.join('\n') }} />
      </pre>
    </div>
  );
}
