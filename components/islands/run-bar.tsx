'use client';
import type { ReactNode } from 'react';
import type { Tier } from '../../protocol/experiment.ts';
import { isFinal } from '../../protocol/messages.ts';
import type { Plan } from '../../protocol/plan.ts';
import { tierWord } from '../charts/verdict-words.ts';
import type { RunRecord } from '../connection/run-reducer.ts';
import { type Stand, standWords } from './availability.ts';
import styles from './islands.module.css';
import { offeredTiers, planWords, progress, statusLine, tierLabel, tierWords } from './run-words.ts';
import { Words } from './words.tsx';

/** Run, how much, Stop, and where the run stands. Its height is reserved, so that nothing below it moves. */
export function RunBar({
  experiment,
  plans,
  tier,
  onTier,
  onRun,
  onStop,
  blocked,
  run,
  waiting,
  away,
  stand,
  children,
}: {
  /** Its id: each experiment of a page has a choice of its own. */
  experiment: string;
  /** What each tier would take here; unknown until the machine is. */
  plans: ReadonlyMap<Tier, Plan | { refused: string }>;
  tier: Tier;
  onTier: (tier: Tier) => void;
  onRun: () => void;
  onStop: () => void;
  /** Why it cannot be started now. */
  blocked: string | undefined;
  run: RunRecord | undefined;
  /** Asked for, not answered yet. */
  waiting: boolean;
  /** Why nothing is heard of the sandbox just now; what is on the page may be out of date. */
  away: string | undefined;
  /** Where it would run. */
  stand: Stand;
  children?: ReactNode;
}) {
  const running = run?.status !== undefined && !isFinal(run.status.state);
  // Accepted, but not heard of since: it is as good as running.
  const busy = running || waiting || (run !== undefined && run.status === undefined);
  const stoppable = running && away === undefined;
  const plan = plans.get(tier);
  return (
    <div className={styles.bar}>
      <div className={styles.row}>
        {/* One button, and never `disabled`: the focus of who works by keys stays where it is. */}
        <button
          type="button"
          className={styles.primary}
          onClick={busy ? () => stoppable && onStop() : onRun}
          aria-disabled={busy ? !stoppable : blocked !== undefined}
        >
          {busy ? 'Stop' : 'Run'}
        </button>
        <fieldset className={styles.tiers} disabled={busy}>
          <legend className={styles.hidden}>How much to measure</legend>
          {offeredTiers.map((name) => (
            <label key={name} title={tierWords(name, plans.get(name))}>
              <input
                type="radio"
                name={`tier-${experiment}`}
                value={name}
                checked={tier === name}
                onChange={() => onTier(name)}
              />
              <span>{tierLabel(tierWord[name], plans.get(name))}</span>
            </label>
          ))}
        </fieldset>
        <p className={styles.stand} data-stand={stand} title={standWords[stand].title}>
          {standWords[stand].name}
        </p>
      </div>
      <div className={styles.status}>
        {away !== undefined && busy ? (
          <p>
            <Words text={away} />
          </p>
        ) : run?.status && (busy || run.status.state !== 'done') ? (
          <Standing run={run} running={running} />
        ) : (
          <>
            {!busy && (
              <p>
                {tierWord[tier]} {tierWords(tier, plan)}.{plan && 'steps' in plan && ` It measures ${planWords(plan)}`}{' '}
                <a href="/measuring#tiers">More about this</a>
              </p>
            )}
            <p>{busy ? 'Asking for the cores.' : blocked ? <Words text={blocked} /> : children}</p>
          </>
        )}
      </div>
    </div>
  );
}

function Standing({ run, running }: { run: RunRecord; running: boolean }) {
  const { done, steps } = progress(run);
  const { status } = run;
  if (!status) return null;
  return (
    <>
      {running && steps > 0 && <progress max={steps} value={done} aria-label="Steps of the run" />}
      <p>
        {running && steps > 0 && `Step ${Math.min(done + 1, steps)} of ${steps}. `}
        <Words text={statusLine(status, run.plan)} />
        {running && status.server && (
          <span className={styles.listens}>
            Ask it in the terminal: <code>curl 127.0.0.1:{status.server.port}/ping</code>
          </span>
        )}
      </p>
      {status.problem?.log && <pre className={styles.log}>{status.problem.log}</pre>}
    </>
  );
}
