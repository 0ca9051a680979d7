import type { ExperimentSpec } from '../../protocol/experiment.ts';

export default {
  id: 'counters',
  title: 'One counter, several threads',
  question: 'Threads do nothing but count. What do more threads gain, on one counter or on one each?',
  series: [
    { id: 'atomic', label: 'one atomic', variant: 'rust/counters', knobs: { KIND: 'atomic' } },
    { id: 'mutex', label: 'one mutex', variant: 'rust/counters', knobs: { KIND: 'mutex' } },
    { id: 'near', label: 'one each, 8 bytes apart', variant: 'rust/counters', knobs: { KIND: 'own', APART: 8 } },
    { id: 'far', label: 'one each, 128 bytes apart', variant: 'rust/counters', knobs: { KIND: 'own', APART: 128 } },
  ],
  load: { kind: 'program', cores: 'all' },
  sweep: { over: 'parameter', name: 'threads', label: 'Threads', unit: 'threads', values: [1, 2] },
  questions: [
    {
      claim: 'scaling.vertical-physical-ceiling',
      metric: 'operations',
      of: { series: 'atomic', at: 2 },
      against: { series: 'atomic', at: 1 },
      sentence: 'Two threads on one atomic counter count at least as much as one thread.',
      rule: { kind: 'atLeast', k: 1 },
      status: 'opened',
      meaning: {
        holds: 'The counter travelled between the cores, and two threads still got as much done as one here.',
        doesNotHold:
          'The counter travels between the cores, and each way costs more than counting: two did less than one.',
      },
    },
    {
      claim: 'scaling.rust-suits-vertical',
      metric: 'operations',
      of: { series: 'far', at: 2 },
      against: { series: 'near', at: 2 },
      sentence: 'Counters 128 bytes apart count at least 1.5 times as much as counters 8 bytes apart.',
      rule: { kind: 'atLeast', k: 1.5 },
      status: 'opened',
      meaning: {
        holds:
          'No thread touched the counter of another. That they lay in one cache line was enough to slow them down.',
        doesNotHold: 'The distance made less difference here: these cores may share what lies between them and memory.',
      },
    },
  ],
  needs: { cores: 2 },
  willNotShowWhen: [
    'the two threads run on one physical core, or one after the other: then nothing travels',
    'a thread does anything beside counting: the counter is then a small part of it',
  ],
} satisfies ExperimentSpec;
