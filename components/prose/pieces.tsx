import type { ReactNode } from 'react';
import styles from './prose.module.css';

/** Small server-rendered pieces of a lesson. They get what they show as props and read nothing themselves. */

export function ClaimCard({ id, text, role }: { id: string; text: string; role: 'settled' | 'opened' }) {
  const own = id.startsWith('course.');
  return (
    <div className={styles.claim} id={`claim-${id.replace('.', '-')}`}>
      <p className={styles.claimKind}>{own ? 'A sentence of this course' : 'Often claimed'}</p>
      <blockquote>{text}</blockquote>
      <p className={styles.claimRole}>
        {role === 'settled' ? 'Tested in this lesson' : 'First evidence here; a later lesson tests it fully'}
      </p>
    </div>
  );
}

export interface FindingProps {
  sentence: string;
  /** What was tested here, when the recording has a verdict. */
  tested?:
    | { sentence: string; outcome: string; kind: string; ratio: string | undefined; reason: string; where: string }
    | undefined;
  status: 'settled' | 'opened';
  better: string;
  why: string;
  sources: readonly { title: string; url: string; unverified?: true | undefined }[];
}

/** One claim at the end of its lesson: the recorded outcome beside what the sources support. */
export function FindingCard({ sentence, tested, status, better, why, sources }: FindingProps) {
  return (
    <article className={styles.finding}>
      <h3>
        <span className={styles.claimKind}>{status === 'opened' ? 'Claim, first evidence' : 'Claim'}</span> {sentence}
      </h3>
      <dl>
        {tested && (
          <div className={styles.row}>
            <dt>Tested</dt>
            <dd>{tested.sentence}</dd>
          </div>
        )}
        <div className={styles.row}>
          <dt>Recorded</dt>
          <dd>
            {tested ? (
              <>
                <strong className={styles.outcome} data-kind={tested.kind}>
                  {tested.outcome}
                </strong>
                {tested.ratio && `${tested.ratio}. `}
                {tested.reason} <small>({tested.where})</small>
              </>
            ) : (
              <span className={styles.missing}>Not recorded yet. Your own run gives the verdict for your machine.</span>
            )}
          </dd>
        </div>
        <div className={styles.row}>
          <dt>Sources</dt>
          <dd>
            {better} {why}{' '}
            {sources.map(({ title, url, unverified }, index) => (
              <span key={url}>
                <a href={url} rel="noreferrer">
                  {title}
                </a>
                {unverified && ' (not verified)'}
                {index < sources.length - 1 ? '; ' : '.'}
              </span>
            ))}
          </dd>
        </div>
      </dl>
    </article>
  );
}

/** A number that nobody typed: it comes from the recording and leads to it. */
export function MeasuredNumber({ text, where, href }: { text: string | undefined; where: string; href: string }) {
  return text === undefined ? (
    <span className={styles.missing}>(not recorded yet)</span>
  ) : (
    <a className={styles.measured} href={href} title={where}>
      {text}
    </a>
  );
}

export interface SourceProps {
  path: string;
  firstLine: number;
  html: string;
  notes: readonly { mark: string; text: string }[];
  hash: string;
  variant: string;
  folded: boolean;
}

/** Code of a server under test, cut from its file when the site was built. */
export function SourceBlock({ path, firstLine, html, notes, hash, variant, folded }: SourceProps) {
  const block = (
    <figure className={styles.code}>
      <figcaption>
        <span>
          <code>{path}</code>, from line {firstLine}
        </span>
        <button type="button" className="needs-shell" data-copy suppressHydrationWarning>
          Copy
        </button>
      </figcaption>
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: highlighted at build from our own files */}
      <div dangerouslySetInnerHTML={{ __html: html }} />
      {notes.length > 0 && (
        <dl className={styles.notes}>
          {notes.map(({ mark, text }) => (
            <div key={mark}>
              <dt>{mark}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      )}
      <p className={styles.hash}>
        This is what runs: <code>{variant}</code>, source{' '}
        <code title={`SHA-256 of all sources of ${variant}: ${hash}`}>{hash.slice(0, 12)}</code>
      </p>
    </figure>
  );
  if (!folded) return block;
  return (
    <details className={styles.folded}>
      <summary>
        Show <code>{path}</code>
      </summary>
      {block}
    </details>
  );
}

/** A command or other text in a lesson. */
export function CodeBlock({ html }: { html: string }) {
  return (
    <figure className={styles.plainCode}>
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: highlighted at build from our own files */}
      <div dangerouslySetInnerHTML={{ __html: html }} />
      <button type="button" className="needs-shell" data-copy suppressHydrationWarning>
        Copy
      </button>
    </figure>
  );
}

export function Defined({ id, children }: { id: string; children: ReactNode }) {
  return <dfn id={`term-${id}`}>{children}</dfn>;
}

export function WarnList({ items }: { items: readonly string[] }) {
  return (
    <div className={styles.warn}>
      <p>This experiment will not show it when</p>
      <ul>
        {items.map((item) => (
          <li key={item}>{item}.</li>
        ))}
      </ul>
    </div>
  );
}
