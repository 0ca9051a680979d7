import type { ExperimentSpec } from '../../protocol/experiment.ts';

export default {
  id: 'behind-a-lock',
  title: 'Behind a lock',
  question: 'Workers wait 90 ms on their own and 10 ms inside one lock. What do more of them bring?',
  series: [
    { id: 'lock', label: 'one lock for all', variant: 'rust/lock', knobs: { FREE_MS: 90, INSIDE_MS: 10, ROUNDS: 20 } },
  ],
  load: { kind: 'program', cores: 'one', seconds: 5 },
  sweep: {
    over: 'parameter',
    name: 'threads',
    label: 'Workers',
    unit: 'workers',
    values: [1, 2, 4, 8, 16, 32],
  },
  model: { law: 'amdahl', serialShare: 0.1 },
  questions: [
    {
      claim: 'scaling.vertical-physical-ceiling',
      metric: 'operations',
      of: { series: 'lock', at: 32 },
      against: { series: 'lock', at: 16 },
      sentence: 'Thirty-two workers behind one lock do as much as sixteen, within 10 %.',
      rule: { kind: 'equal', margin: 0.1 },
      status: 'settled',
      meaning: {
        holds: 'What all of them share was the limit. The machine itself had nothing to do.',
        doesNotHold: 'Twice the workers still did more: the lock was not the limit yet.',
      },
    },
    {
      claim: 'course.amdahl-allows-no-more',
      metric: 'operations',
      of: { series: 'lock', at: 1 },
      against: { series: 'lock', at: 16 },
      sentence: 'One worker does at least an eighth of the work of sixteen, as it must where Amdahl’s law is a limit.',
      rule: { kind: 'atLeast', k: 1 / 8 },
      status: 'settled',
      meaning: {
        holds: 'Sixteen workers did no more than the law says, give or take.',
        doesNotHold: 'Sixteen workers did more than the law says: while one was in the lock, the others went on.',
      },
    },
  ],
  needs: { cores: 1 },
  willNotShowWhen: [
    'the time in the lock is so short that nobody ever meets there',
    'the times in the lock and outside it vary: then workers meet before the lock is full, and the corner is round',
    'the workers compute: then the cores are a second limit, and it may come first',
  ],
} satisfies ExperimentSpec;
