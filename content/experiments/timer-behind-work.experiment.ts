import type { ExperimentSpec } from '../../protocol/experiment.ts';

export default {
  id: 'timer-behind-work',
  title: 'A timer behind work',
  question: 'A script sets a timer of 10 ms and then computes. When does the timer run?',
  series: [
    { id: 'timer', label: 'the timer of 10 ms', variant: 'node/timer', knobs: { LINE: 'timer' } },
    { id: 'end', label: 'last line of the script', variant: 'node/timer', knobs: { LINE: 'end' } },
  ],
  load: { kind: 'program', cores: 'one', seconds: 1.3 },
  sweep: { over: 'parameter', name: 'work', label: 'Work', unit: 'ms', values: [1, 5, 20, 50, 200] },
  questions: [
    {
      claim: 'eventloop.settimeout-order-sample',
      metric: 'place',
      of: { series: 'timer', at: 200 },
      against: { series: 'end', at: 200 },
      sentence: 'The line of the timer comes third and the last line of the script second, also behind 200 ms of work.',
      rule: { kind: 'atLeast', k: 1.5 },
      status: 'settled',
      meaning: {
        holds: 'The timer was due long before, and its callback still came after the whole script.',
        doesNotHold: 'The callback of the timer came between two lines of the script.',
      },
    },
    {
      claim: 'eventloop.timer-after-current-task',
      metric: 'doneAfter',
      of: { series: 'timer', at: 200 },
      against: { series: 'end', at: 200 },
      sentence: 'A timer of 10 ms behind 200 ms of work runs when the work is over, within 5 %.',
      rule: { kind: 'equal', margin: 0.05 },
      status: 'settled',
      meaning: {
        holds: 'The timer ran when the work was over. It was late by as much as the work was longer than its delay.',
        doesNotHold: 'The timer ran at another moment than the end of the work.',
      },
    },
  ],
  needs: { cores: 1 },
  willNotShowWhen: [
    'the work is shorter than the delay: then the timer is on time, and nothing is left to see',
    'other programs take the core: then the timer is late for a reason outside this program',
  ],
} satisfies ExperimentSpec;
