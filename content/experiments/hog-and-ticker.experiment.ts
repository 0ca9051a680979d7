import type { ExperimentSpec } from '../../protocol/experiment.ts';

export default {
  id: 'hog-and-ticker',
  title: 'Hog and ticker',
  question: 'A ticker shares one core with somebody who computes. How late is it at most?',
  series: [
    { id: 'alone', label: 'nobody', variant: 'rust/ticker', knobs: { KIND: 'alone' } },
    { id: 'bare', label: 'no await', variant: 'rust/ticker', knobs: { KIND: 'bare' } },
    { id: 'channel', label: 'ready awaits', variant: 'rust/ticker', knobs: { KIND: 'channel' } },
    {
      id: 'unconstrained',
      label: 'ready awaits, no budget',
      variant: 'rust/ticker',
      knobs: { KIND: 'unconstrained' },
    },
    { id: 'yielding', label: 'yields', variant: 'rust/ticker', knobs: { KIND: 'yielding' } },
    { id: 'threads', label: 'a thread', variant: 'rust/ticker', knobs: { KIND: 'threads' } },
  ],
  load: { kind: 'program', cores: 'one', seconds: 1.4 },
  sweep: { over: 'parameter', name: 'hog-ms', label: 'Time the hog takes', unit: 'ms', values: [20, 100, 500] },
  questions: [
    {
      claim: 'async.cooperative-multitasking',
      metric: 'lateness',
      of: { series: 'bare', at: 500 },
      against: { series: 'yielding', at: 500 },
      sentence: 'Beside a task that never awaits, the ticker is at least ten times as late as beside one that yields.',
      rule: { kind: 'atLeast', k: 10 },
      status: 'settled',
      meaning: {
        holds: 'The runtime got the thread back only where the task gave it back.',
        doesNotHold: 'The ticker had its turn although the task never gave the thread back.',
      },
    },
    {
      claim: 'async.cooperative-multitasking',
      metric: 'lateness',
      of: { series: 'unconstrained', at: 500 },
      against: { series: 'channel', at: 500 },
      sentence:
        'Beside a task whose awaits are always ready, the ticker is at least ten times as late without a budget.',
      rule: { kind: 'atLeast', k: 10 },
      status: 'settled',
      meaning: {
        holds: 'It was the budget that made the task give the thread back.',
        doesNotHold: 'With the budget and without it, the ticker waited for about as long.',
      },
    },
    {
      claim: 'course.every-await-yields',
      metric: 'lateness',
      of: { series: 'unconstrained', at: 500 },
      sentence: 'Beside a task that awaits all the time, without a budget, the ticker is less than 10 ms late.',
      rule: { kind: 'limit', below: 10 },
      status: 'settled',
      meaning: {
        holds: 'The awaits of that task let the ticker have its turn.',
        doesNotHold: 'The task awaited again and again, and no await gave the ticker a turn.',
      },
    },
    {
      claim: 'course.thread-keeps-core',
      metric: 'lateness',
      of: { series: 'threads', at: 500 },
      against: { series: 'bare', at: 500 },
      sentence: 'Beside a thread that computes, the ticker is as late as beside a task that does, within 25 %.',
      rule: { kind: 'equal', margin: 0.25 },
      status: 'settled',
      meaning: {
        holds: 'The thread kept the core to the end, as the task did.',
        doesNotHold: 'The core was taken away from one of the two and not from the other.',
      },
    },
  ],
  needs: { cores: 1 },
  willNotShowWhen: [
    'the hog computes for less than the 10 ms of the ticker: then nobody has to wait for it',
    'hog and ticker run on two cores: then each of the two threads has its own',
    'other programs take the core: then the ticker is late for a reason outside this program',
  ],
} satisfies ExperimentSpec;
