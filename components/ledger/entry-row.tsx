import type { ReactNode } from 'react';
import { outcomeOfClaim, worstForClaim } from '../../stats/claim-outcome.ts';
import { day } from '../charts/format.ts';
import { DENIAL } from '../charts/verdict-words.ts';
import { type LedgerEntry, type LessonPlace, lessonWords, testOf, testWords, type VerdictNote } from './entry.ts';
import marks from './marks.module.css';
import { OutcomeMark } from './outcome-mark.tsx';
import { NotMeasured, OwnWords } from './own-finding.tsx';
import type { OwnNote } from './own-note.ts';
import { TruthMark } from './truth-mark.tsx';

/**
 * One claim: a line with its state, the rest folded. The anchor lies inside the folded part, so that a browser opens
 * it for a link without any script.
 */
export function EntryRow({
  entry,
  own,
  copied,
  onCopy,
}: {
  entry: LedgerEntry;
  own: OwnNote | undefined;
  copied: boolean;
  onCopy: (id: string) => void;
}) {
  const { id, often, truth, better, why, sources, recorded } = entry;
  return (
    <li className="ledger-entry">
      <details>
        <summary>
          <TruthMark truth={truth} />
          <q>{often}</q>
          <Standing entry={entry} own={own} />
        </summary>
        <div id={id} className="ledger-body">
          <dl>
            <Row name="Sources">
              <p>
                <strong>{better}</strong> {why}
              </p>
              {sources.length > 0 && <Sources sources={sources} />}
            </Row>
            <Row name="Test">
              <Tests entry={entry} />
            </Row>
            {recorded.length > 0 && (
              <Row name="Recorded">
                {recorded.map((note) => (
                  <RecordedNote key={note.href + note.sentence} note={note} />
                ))}
              </Row>
            )}
            {entry.asked.length > 0 && (
              <Row name="Your machine">
                <p>{own ? <OwnWords own={own} sentence={own.sentence} /> : <NotMeasured />}</p>
              </Row>
            )}
            <Row name="Lesson">
              <Lessons entry={entry} />
            </Row>
          </dl>
          <p className="ledger-link">
            <a href={`#${id}`}>{id}</a>
            <button type="button" className="needs-shell" onClick={() => onCopy(id)}>
              {copied ? 'Copied' : 'Copy the link'}
            </button>
          </p>
        </div>
      </details>
    </li>
  );
}

/** What measuring has said so far, or when it will: the right end of the line. */
function Standing({ entry, own }: { entry: LedgerEntry; own: OwnNote | undefined }) {
  const note = own ?? worstForClaim(entry.recorded);
  const { settledIn } = entry;
  if (note)
    return (
      <span className="ledger-standing">
        <OutcomeMark outcome={outcomeOfClaim(note)} where={own ? 'here' : 'recorded'} />
        {note.status === 'opened' && <small className="ledger-evidence">first evidence</small>}
      </span>
    );
  const planned = testOf(entry) === 'planned' && settledIn;
  return (
    <span className="ledger-standing">
      <span className={marks.soft}>{planned ? `Planned for ${settledIn.number}` : testWords[testOf(entry)]}</span>
    </span>
  );
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="ledger-row">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Where there is none, the reason of the claim says so. */
function Sources({ sources }: { sources: LedgerEntry['sources'] }) {
  return (
    <ul className="ledger-sources">
      {sources.map(({ title, url, unverified }) => (
        <li key={url}>
          <a href={url} rel="noreferrer">
            {title}
          </a>
          {unverified && <span className={marks.soft}> (not verified: we could not read the page)</span>}
        </li>
      ))}
    </ul>
  );
}

function Tests({ entry }: { entry: LedgerEntry }) {
  const state = testOf(entry);
  if (state === 'experiment')
    return (
      <ul className="ledger-sources">
        {entry.asked.map(({ experiment, title, sentence, denies, status, href }) => (
          <li key={experiment + sentence}>
            <a href={href}>{title}</a>
            {status === 'opened' && ' (first evidence)'}: {sentence} {denies && DENIAL}
          </li>
        ))}
      </ul>
    );
  return (
    <p>
      {testWords[state]}. {entry.test}
    </p>
  );
}

function RecordedNote({ note }: { note: VerdictNote }) {
  const { outcome, status, sentence, figure, reason, machine, at, href } = note;
  return (
    <p>
      <OutcomeMark outcome={outcome} where="recorded" />
      {status === 'opened' && ' First evidence.'} {sentence} {figure && `${figure}. `}
      {reason}{' '}
      <a href={href}>
        {machine}, {day(at)}
      </a>
    </p>
  );
}

function Lessons({ entry: { settledIn, openedIn } }: { entry: LedgerEntry }) {
  if (!settledIn && openedIn.length === 0) return <p className={marks.soft}>In no lesson yet.</p>;
  return (
    <p>
      {settledIn && (
        <>
          {settledIn.href ? 'Settled' : 'Will be settled'} in <Place place={settledIn} />.{' '}
        </>
      )}
      {openedIn.map((place) => (
        <span key={place.number}>
          First evidence in <Place place={place} />.{' '}
        </span>
      ))}
    </p>
  );
}

function Place({ place }: { place: LessonPlace }) {
  return place.href ? <a href={place.href}>{lessonWords(place)}</a> : lessonWords(place);
}
