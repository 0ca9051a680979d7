'use client';
import type { Plan, SliceShape, Step } from '../../protocol/plan.ts';
import { count } from '../charts/format.ts';
import { inSentence, knobWords, type SeriesInfo } from '../charts/series.ts';
import { atWords } from '../charts/sweep-words.ts';
import styles from './islands.module.css';
import { loadWords, planWords } from './run-words.ts';

/** What a run set out to do, before it began: each step with its slices in order. */
export function PlanSteps({ plan, series }: { plan: Plan; series: readonly SeriesInfo[] }) {
  const label = (id: string, variant: string) => series.find((info) => info.id === id)?.label ?? variant;
  const servers = plan.steps.flatMap((step) => step.servers);
  const set = servers.flatMap(({ series: id, variant, knobs }) =>
    knobs ? `${inSentence(label(id, variant))}: ${knobWords(knobs)}` : [],
  );
  const paths = [...new Set(plan.steps.flatMap(({ slices }) => slices.map(({ path }) => path)))];
  return (
    <>
      <p className={styles.note}>
        {count(plan.steps.length, 'step')}: {planWords(plan)}{' '}
        {paths.length > 0 ? (
          <>
            Requests go to{' '}
            {paths.map((path, i) => (
              <span key={path}>
                {i > 0 && ', '}
                <code>{path}</code>
              </span>
            ))}
            .{' '}
            {plan.mode === 'shared'
              ? 'Server and load tool share their cores.'
              : 'Server and load tool have their own cores.'}
          </>
        ) : (
          'Each time a fresh process, and nothing loads it.'
        )}{' '}
        {set.length > 0 && `Set for ${[...new Set(set)].join('; ')}. `}
        Seed {plan.seed}.
      </p>
      <ol className={styles.steps}>
        {plan.steps.map((step) => (
          <li key={step.id}>
            {kindWords[step.kind]}
            {step.block > 0 && ` ${step.block}`}:{' '}
            {turnsOf(step)
              .map(({ server: key, shape }) => {
                const server = step.servers.find((candidate) => candidate.key === key);
                const what = server && `${label(server.series, server.variant)}${atWords(plan.sweep, server.x)}`;
                return [what ?? key, ...(shape ? [loadWords(shape)] : [])].join(', ');
              })
              .join('; ')}
          </li>
        ))}
      </ol>
    </>
  );
}

/** Loads, or processes that nobody loads. */
const turnsOf = ({ slices, processes = [] }: Step): { server: 'a' | 'b'; shape?: SliceShape }[] => [
  ...slices,
  ...processes,
];

const kindWords = { calibration: 'Calibration', look: 'Once', floor: 'Noise floor', block: 'Block' } as const;
