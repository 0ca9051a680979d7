import type { ExperimentSpec } from '../../protocol/experiment.ts';

export default {
  id: 'lost-updates',
  title: 'Lost updates',
  question: 'Eight threads add to one counter. How much of it is there at the end?',
  series: [
    { id: 'rust-load-store', label: 'Rust, load and store', variant: 'rust/updates', knobs: { KIND: 'load-store' } },
    { id: 'rust-fetch-add', label: 'Rust, fetch_add', variant: 'rust/updates', knobs: { KIND: 'fetch-add' } },
    { id: 'node-plain', label: 'Node, ++ on shared memory', variant: 'node/updates', knobs: { KIND: 'plain' } },
    { id: 'node-atomics', label: 'Node, Atomics.add', variant: 'node/updates', knobs: { KIND: 'atomics' } },
  ],
  load: { kind: 'program', cores: 'all' },
  sweep: { over: 'nothing' },
  questions: [
    {
      claim: 'safety.no-data-races',
      metric: 'kept',
      of: { series: 'rust-load-store', at: 1 },
      sentence: 'In safe Rust, threads that load and then store keep less than 99 % of their updates.',
      rule: { kind: 'limit', below: 99 },
      status: 'opened',
      meaning: {
        holds: 'No data race, and updates are lost all the same: the compiler forbids the race, not the wrong order.',
        doesNotHold: 'Hardly any update was lost here: the threads seldom ran at the same time.',
      },
    },
    {
      claim: 'safety.data-races-possible-in-node',
      metric: 'kept',
      of: { series: 'node-plain', at: 1 },
      sentence: 'In Node, workers that use ++ on shared memory keep less than 99 % of their updates.',
      rule: { kind: 'limit', below: 99 },
      status: 'opened',
      meaning: {
        holds: 'Shared memory is the one place where threads of Node can race, and there they do.',
        doesNotHold: 'Hardly any update was lost here: the workers seldom ran at the same time.',
      },
    },
  ],
  needs: { cores: 2 },
  willNotShowWhen: ['only one core is free: threads that never run at the same time lose little or nothing'],
} satisfies ExperimentSpec;
