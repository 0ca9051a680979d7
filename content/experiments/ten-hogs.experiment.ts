import type { ExperimentSpec } from '../../protocol/experiment.ts';

export default {
  id: 'ten-hogs',
  title: 'One hog, ten hogs',
  question: 'Each hog yields after a slice. How late is the ticker at most, beside one of them and beside ten?',
  series: [
    { id: 'one', label: 'one task', variant: 'rust/ticker', knobs: { KIND: 'yielding', HOG_MS: 600 } },
    { id: 'ten', label: 'ten tasks', variant: 'rust/ticker', knobs: { KIND: 'yielding', HOGS: 10, HOG_MS: 600 } },
    {
      id: 'ten-threads',
      label: 'ten threads',
      variant: 'rust/ticker',
      knobs: { KIND: 'threads', HOGS: 10, HOG_MS: 600 },
    },
  ],
  load: { kind: 'program', cores: 'one' },
  sweep: { over: 'parameter', name: 'slice-ms', label: 'Slice of the tasks', unit: 'ms', values: [1, 3, 10, 30] },
  questions: [
    {
      claim: 'course.yields-add-up',
      metric: 'lateness',
      of: { series: 'ten', at: 10 },
      sentence: 'Beside ten tasks that each yield after 10 ms, the ticker is less than 20 ms late.',
      rule: { kind: 'limit', below: 20 },
      status: 'settled',
      meaning: {
        holds: 'The ticker had its turn after one slice or two, however many tasks there were.',
        doesNotHold: 'The ticker had to wait for the slices of several tasks.',
      },
    },
  ],
  needs: { cores: 1 },
  willNotShowWhen: [
    'the slices are shorter than a millisecond: the timers of Tokio are no finer than that',
    'the hogs are done before each of them had its turn twice',
  ],
} satisfies ExperimentSpec;
