import { Fragment, type ReactNode } from 'react';
import { type Flag, flagTable, type Verdict } from '../../protocol/result.ts';
import { flagHref } from '../charts/doubts.ts';
import { day } from '../charts/format.ts';
import { DENIAL, recordedOutcome } from '../charts/verdict-words.ts';
import { isOurs, type LedgerEntry, type VerdictNote } from '../ledger/entry.ts';
import { OwnFinding, OwnOutcome } from '../ledger/own-finding.tsx';
import { TruthMark } from '../ledger/truth-mark.tsx';
import styles from './prose.module.css';
import { Remarks } from './remarks.tsx';

/** Small server-rendered pieces of a lesson. They get what they show as props and read nothing themselves. */

/** A claim where its lesson asks about it. What its sources say comes later: first the reader says what they expect. */
export function ClaimCard({ id, text, role }: { id: string; text: string; role: Verdict['status'] }) {
  return (
    <div className={styles.claim} id={`claim-${id.replace('.', '-')}`}>
      <p className={styles.claimKind}>{isOurs({ id }) ? 'A sentence of this course' : 'Often claimed'}</p>
      <blockquote>{text}</blockquote>
      <p className={styles.claimRole}>
        {role === 'settled' ? 'Tested in this lesson' : 'First evidence here; a later lesson tests it fully'}{' '}
        <OwnOutcome claim={id} />
      </p>
    </div>
  );
}

export interface FindingProps {
  claim: Pick<LedgerEntry, 'id' | 'often' | 'truth' | 'better' | 'why' | 'sources'> & {
    bySourceAlone?: true | undefined;
  };
  /** What was tested, one sentence or several; none when the recording has no verdict. */
  tested: readonly VerdictNote[];
  status: Verdict['status'];
}

/** One claim at the end of its lesson: the reader's verdict and the recorded one, beside what its sources say. */
export function FindingCard({ claim, tested, status }: FindingProps) {
  const { id, often, truth, better, why, sources, bySourceAlone } = claim;
  return (
    <article className={styles.finding}>
      <h3>
        <span className={styles.claimKind}>{status === 'opened' ? 'Claim, first evidence' : 'Claim'}</span> {often}
      </h3>
      <dl>
        {bySourceAlone ? (
          <Row name="Tested">By source alone: no experiment can decide it here.</Row>
        ) : (
          <>
            {tested.map((note) => (
              <Fragment key={note.sentence}>
                <Row name="Tested">
                  {note.sentence} {note.denies && DENIAL}
                </Row>
                <Row name="Recorded">
                  <Recorded note={note} />
                </Row>
              </Fragment>
            ))}
            {tested.length === 0 && (
              <Row name="Recorded">
                <NotRecorded />
              </Row>
            )}
            <Row name="Your run">
              <OwnFinding claim={id} several={tested.length > 1} />
            </Row>
          </>
        )}
        <Row name="Sources">
          <TruthMark truth={truth} /> {better} {why} <SourceLinks sources={sources} />
        </Row>
      </dl>
      <p className={styles.inLedger}>
        <a href={`/ledger#${id}`}>In the ledger</a>
      </p>
    </article>
  );
}

function Recorded({ note: { outcome, figure, reason, machine, at } }: { note: VerdictNote }) {
  return (
    <>
      <strong className={styles.outcome} data-kind={outcome}>
        {recordedOutcome[outcome]}
      </strong>
      {figure && `${figure}. `}
      {reason} <small>{`(${machine}, ${day(at)})`}</small>
    </>
  );
}

const NotRecorded = () => (
  <span className={styles.missing}>Not recorded yet. Your own run gives the verdict for your machine.</span>
);

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={styles.row}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function SourceLinks({ sources }: { sources: LedgerEntry['sources'] }) {
  return sources.map(({ title, url, unverified }, index) => (
    <span key={url}>
      <a href={url} rel="noreferrer">
        {title}
      </a>
      {unverified && ' (not verified)'}
      {index < sources.length - 1 ? '; ' : '.'}
    </span>
  ));
}

/** A number that nobody typed: it comes from the recording and leads to it, and to what its own run doubts about it. */
export function MeasuredNumber({
  text,
  where,
  doubt,
  href,
}: {
  text?: string;
  where?: string;
  doubt?: Flag;
  href: string;
}) {
  if (text === undefined) return <span className={styles.missing}>(not recorded yet)</span>;
  return (
    <>
      <a className={styles.measured} href={href} title={where}>
        {text}
      </a>
      {doubt && (
        <sup className={styles.doubt}>
          <a href={flagHref(doubt)} title={flagTable[doubt].text} aria-label={`In doubt: ${flagTable[doubt].text}`}>
            ?
          </a>
        </sup>
      )}
    </>
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
      <Remarks notes={notes} />
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
        Show <code>{path}</code>, from line {firstLine}
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

export function TeachingNotes({ children }: { children: ReactNode }) {
  return (
    <details className={styles.teaching}>
      <summary>For those who teach this lesson</summary>
      {children}
    </details>
  );
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
