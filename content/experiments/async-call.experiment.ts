import type { ExperimentSpec } from '../../protocol/experiment.ts';

export default {
  id: 'async-call',
  title: 'The price of a call',
  question: 'A function has nothing to wait for. What does it cost to make it async, and to put it in a box?',
  series: [
    { id: 'plain', label: 'plain', variant: 'rust/call', knobs: { KIND: 'plain' } },
    { id: 'async', label: 'async', variant: 'rust/call', knobs: { KIND: 'async' } },
    { id: 'boxed', label: 'async, boxed', variant: 'rust/call', knobs: { KIND: 'boxed' } },
  ],
  load: { kind: 'program', cores: 'one', seconds: 0.15 },
  sweep: { over: 'nothing' },
  questions: [
    {
      claim: 'course.async-call-price',
      metric: 'timeEach',
      of: { series: 'async', at: 1 },
      against: { series: 'plain', at: 1 },
      sentence: 'An async call that need not wait takes as long as a plain call, within 25 %.',
      rule: { kind: 'equal', margin: 0.25 },
      status: 'settled',
      meaning: {
        holds: 'The compiler saw through the future, and hardly anything of it was left.',
        doesNotHold: 'Something of the state machine was left in the time of the call.',
      },
    },
    {
      claim: 'async.zero-overhead-futures',
      metric: 'timeEach',
      of: { series: 'boxed', at: 1 },
      against: { series: 'plain', at: 1 },
      sentence: 'A boxed async call takes at least three times as long as a plain call.',
      denies: true,
      rule: { kind: 'atLeast', k: 3 },
      status: 'settled',
      meaning: {
        holds: 'A place on the heap and a call through a pointer are an overhead, and both come with the box.',
        doesNotHold: 'The box cost less than twice the call itself here.',
      },
    },
  ],
  needs: { cores: 1 },
  willNotShowWhen: [
    'the function does more than a few operations: then its own work hides what the call costs',
    'the program is built without optimisation: then nothing of the future is removed',
  ],
} satisfies ExperimentSpec;
