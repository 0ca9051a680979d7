import type { ExperimentSpec } from '../../protocol/experiment.ts';

export default {
  id: 'ten-at-once',
  title: 'Ten at once',
  question: 'Ten callbacks each take 50 ms. How long do they take together?',
  series: [
    { id: 'wait', label: 'each waits 50 ms', variant: 'node/together', knobs: { KIND: 'wait' } },
    { id: 'compute', label: 'each computes 50 ms', variant: 'node/together', knobs: { KIND: 'compute' } },
  ],
  load: { kind: 'program', cores: 'one', seconds: 0.8 },
  sweep: { over: 'parameter', name: 'count', label: 'Callbacks', unit: '', values: [1, 2, 5, 10] },
  questions: [
    {
      claim: 'eventloop.async-but-one-at-a-time',
      metric: 'doneAfter',
      of: { series: 'wait', at: 10 },
      against: { series: 'wait', at: 1 },
      sentence: 'Ten that wait take as long as one that waits, within 10 %.',
      rule: { kind: 'equal', margin: 0.1 },
      status: 'settled',
      meaning: {
        holds: 'The waits overlapped: nobody needed the thread meanwhile.',
        doesNotHold: 'Ten waits took another time than one.',
      },
    },
    {
      claim: 'eventloop.async-but-one-at-a-time',
      metric: 'doneAfter',
      of: { series: 'compute', at: 10 },
      against: { series: 'compute', at: 1 },
      sentence: 'Ten that compute take about ten times as long as one, within 10 %.',
      rule: { kind: 'about', k: 10, band: 1.1 },
      status: 'settled',
      meaning: {
        holds: 'One callback ran after the other.',
        doesNotHold: 'The callbacks did not simply run one after the other.',
      },
    },
  ],
  needs: { cores: 1 },
  willNotShowWhen: ['other programs take the core: then the ones that compute take longer than their sum'],
} satisfies ExperimentSpec;
