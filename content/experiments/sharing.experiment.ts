import type { ExperimentSpec } from '../../protocol/experiment.ts';

export default {
  id: 'sharing',
  title: 'Counting together',
  question: 'Threads count, on one counter or each on its own. What does a second thread bring?',
  series: [
    { id: 'atomic', label: 'one atomic', variant: 'rust/counters', knobs: { KIND: 'atomic', ROUNDS: 5_000_000 } },
    { id: 'mutex', label: 'one mutex', variant: 'rust/counters', knobs: { KIND: 'mutex', ROUNDS: 5_000_000 } },
    {
      id: 'near',
      label: 'own, side by side',
      variant: 'rust/counters',
      knobs: { KIND: 'own', APART: 8, ROUNDS: 5_000_000 },
    },
    {
      id: 'own',
      label: 'own, far apart',
      variant: 'rust/counters',
      knobs: { KIND: 'own', APART: 128, ROUNDS: 5_000_000 },
    },
  ],
  load: { kind: 'program', cores: 'all', seconds: 0.2 },
  sweep: { over: 'parameter', name: 'threads', label: 'Threads', unit: 'threads', values: [1, 2] },
  questions: [
    {
      claim: 'scaling.rust-suits-vertical',
      metric: 'operations',
      of: { series: 'atomic', at: 2 },
      against: { series: 'atomic', at: 1 },
      sentence: 'Two threads that share one counter add at least 1.5 times as often as one.',
      rule: { kind: 'atLeast', k: 1.5 },
      status: 'settled',
      meaning: {
        holds: 'A second thread brought at least half as much again, though both write to one place.',
        doesNotHold: 'Many threads were not enough: what two of them share kept the second from helping.',
      },
    },
    {
      claim: 'course.own-memory-own-speed',
      metric: 'operations',
      of: { series: 'own', at: 2 },
      against: { series: 'near', at: 2 },
      sentence: 'Two threads with a counter each add as often side by side as far apart, within 20 %.',
      rule: { kind: 'equal', margin: 0.2 },
      status: 'settled',
      meaning: {
        holds: 'It made no difference where the counters lie.',
        doesNotHold: 'The threads shared no variable, and yet they shared a line of memory.',
      },
    },
  ],
  needs: { cores: 2 },
  willNotShowWhen: [
    'the two cores are siblings, halves of one physical core: they share a cache, so sharing costs them little',
    'another program takes one of the cores: then the threads take turns and never meet',
  ],
} satisfies ExperimentSpec;
