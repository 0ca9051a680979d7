'use client';
import type { Plan } from '../../protocol/plan.ts';
import { about, count } from '../charts/format.ts';
import type { SeriesInfo } from '../charts/series.ts';
import styles from './islands.module.css';

/** What a run set out to do, before it began: each step with its slices in order. */
export function PlanSteps({ plan, series }: { plan: Plan; series: readonly SeriesInfo[] }) {
  const label = (id: string) => series.find((info) => info.id === id)?.label ?? id;
  return (
    <>
      <p className={styles.note}>
        {count(plan.steps.length, 'step')}, planned for {about(plan.estimatedMs)}. Requests go to{' '}
        <code>{plan.path}</code>.{' '}
        {plan.mode === 'shared'
          ? 'Server and load tool share their cores.'
          : 'Server and load tool have their own cores.'}{' '}
        Seed {plan.seed}.
      </p>
      <ol className={styles.steps}>
        {plan.steps.map((step) => (
          <li key={step.id}>
            {step.kind === 'look' ? 'Once' : `Block ${step.block}`}:{' '}
            {step.slices
              .map((slice) => {
                const server = step.servers.find((candidate) => candidate.key === slice.server);
                return server
                  ? `${label(server.series)} on ${server.cores.length}, ${count(slice.requests, 'request')}`
                  : '';
              })
              .join('; ')}
          </li>
        ))}
      </ol>
    </>
  );
}
