'use client';
import { useEffect, useState } from 'react';
import { z } from 'zod';
import { type Experiment, experimentSchema } from '../../protocol/experiment.ts';
import type { Result } from '../../protocol/result.ts';
import { problemWords } from '../connection/api.ts';
import { live } from '../connection/live.ts';
import { compareHref, namesIn, type ResultRef } from '../connection/results.ts';
import type { LiveState } from '../connection/run-reducer.ts';
import { startLinkWords } from '../connection/sandbox.ts';
import { useConnection, usePresence } from '../connection/use-live.ts';
import { whyBlocked } from './availability.ts';
import styles from './islands.module.css';
import { changedSince } from './result-differences.ts';
import { foresee, planWords } from './run-words.ts';
import { Words } from './words.tsx';

const specSchema = z.object({ experiment: experimentSchema, hashes: z.record(z.string(), z.string()) });
type Spec = z.infer<typeof specSchema>;

/**
 * "Run this on mine": the same experiment with the same tier and seed on the reader's own cores, and both results side
 * by side. When the experiment is not what it was, it says what differs instead.
 */
export function RunAgain({ result, of, state }: { result: Result; of: ResultRef; state: LiveState }) {
  const present = usePresence();
  useConnection(present);
  const [spec, setSpec] = useState<Spec | 'none'>();
  const [ref, setRef] = useState<string>();
  useEffect(() => {
    readSpec(result.experiment).then(setSpec, () => setSpec('none'));
  }, [result.experiment]);
  const answer = ref ? state.asked.get(ref) : undefined;
  const started = answer && 'run' in answer ? answer.run : undefined;
  useEffect(() => {
    if (started) location.assign(compareHref(started, of));
  }, [started, of]);

  if (spec === undefined) return <p className={styles.note}>Reading the experiment.</p>;
  if (spec === 'none')
    return (
      <p className={styles.note}>
        This copy of the course has no experiment <code>{result.experiment}</code>.
      </p>
    );
  const changed = changedSince(spec.experiment, result.plan);
  const other = Object.keys(result.sources).filter((id) => spec.hashes[id] && spec.hashes[id] !== result.sources[id]);
  return (
    <>
      {changed.length > 0 ? (
        <>
          <p>The experiment is not the one that this run measured:</p>
          <ul>
            {changed.map((sentence) => (
              <li key={sentence}>
                <Words text={sentence} />
              </li>
            ))}
          </ul>
        </>
      ) : (
        <Start
          {...{ experiment: spec.experiment, result, state, waiting: ref !== undefined && !answer }}
          onRun={() => setRef(live.startRun(result.experiment, result.tier, result.plan.seed))}
        />
      )}
      {other.length > 0 && (
        <p className={styles.note}>
          The source of {other.join(', ')} has changed since: the code would not be the same.
        </p>
      )}
      {answer && 'problem' in answer && (
        <p role="alert" className={styles.warning}>
          <Words text={problemWords(answer.problem)} />
        </p>
      )}
    </>
  );
}

/** The experiment as this copy of the course has it; the list is asked first, so that nothing has to fail. */
async function readSpec(id: string): Promise<Spec | 'none'> {
  const names = await namesIn('/specs/index.json');
  if (!names.includes(id)) return 'none';
  return specSchema.parse(await (await fetch(`/specs/${id}.json`)).json());
}

function Start({
  experiment,
  result,
  state,
  waiting,
  onRun,
}: {
  experiment: Experiment;
  result: Result;
  state: LiveState;
  waiting: boolean;
  onRun: () => void;
}) {
  const present = usePresence();
  const { host, builds, floors } = state;
  if (present === 'none')
    return (
      <p className={styles.note}>
        This page comes without a sandbox. Start the course with <code>npm start</code>, import this result there, and
        it runs on your own cores.
      </p>
    );
  if (present === 'locked')
    return (
      <p className={styles.note}>
        <Words text={startLinkWords} />
      </p>
    );
  const plan = host && foresee(experiment, result.tier, host, builds, floors);
  const load = builds.find(({ target, state: stand }) => target === 'load' && stand !== 'ready');
  const blocked = whyBlocked(present, state, load, plan && 'refused' in plan ? plan.refused : undefined);
  return (
    <>
      <p className={styles.note}>
        The same tier, servers, load and seed, on the cores of this machine.{' '}
        {plan && 'steps' in plan && `It measures ${planWords(plan)}`} Then both stand side by side.
      </p>
      <p className={styles.row}>
        <button
          type="button"
          className={styles.primary}
          aria-disabled={blocked !== undefined || waiting}
          onClick={() => blocked === undefined && !waiting && onRun()}
        >
          Run this on mine
        </button>
        {blocked && <Words text={blocked} />}
      </p>
    </>
  );
}
