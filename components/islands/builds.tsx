'use client';
import type { BuildState } from '../../protocol/host.ts';
import styles from './islands.module.css';
import { buildWords } from './run-words.ts';

/** Servers that are not usable: how far they are, what is wrong with them, or the command that would bring them. */
export function Builds({ builds }: { builds: readonly BuildState[] }) {
  if (builds.length === 0) return null;
  return (
    <ul className={styles.builds} aria-label="Builds under way">
      {builds.map((build) => (
        <li key={build.target}>
          <span>{buildWords(build)}</span>
          {build.state === 'unavailable' && build.command && <code>{build.command}</code>}
          {build.state === 'building' && build.total ? (
            <progress max={build.total} value={build.done ?? 0} aria-label={`Build of ${build.title}`} />
          ) : null}
          {build.complaints && (
            <ul>
              {build.complaints.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          )}
          {build.state === 'failed' && build.log && (
            <details>
              <summary>Show {build.complaints ? 'what the server printed' : 'the compiler’s words'}</summary>
              <pre className={styles.log}>{build.log}</pre>
            </details>
          )}
        </li>
      ))}
    </ul>
  );
}
