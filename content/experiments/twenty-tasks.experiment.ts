import type { ExperimentSpec } from '../../protocol/experiment.ts';

export default {
  id: 'twenty-tasks',
  title: 'Twenty tasks, one thread',
  question: 'Tasks on one thread each wait 40 ms. How long do all of them take?',
  series: [
    { id: 'await', label: 'by an await', variant: 'rust/together', knobs: { KIND: 'await' } },
    { id: 'thread', label: 'by a call that holds the thread', variant: 'rust/together', knobs: { KIND: 'thread' } },
  ],
  load: { kind: 'program', cores: 'one', seconds: 0.3 },
  sweep: { over: 'parameter', name: 'count', label: 'Tasks', unit: 'tasks', values: [1, 5, 10, 20] },
  questions: [
    {
      claim: 'async.tasks-yield-during-io',
      metric: 'doneAfter',
      of: { series: 'await', at: 20 },
      against: { series: 'await', at: 1 },
      sentence: 'Twenty tasks that await take as long as one that awaits, within 10 %.',
      rule: { kind: 'equal', margin: 0.1 },
      status: 'settled',
      meaning: {
        holds: 'Each await gave the thread back, and the waits overlapped.',
        doesNotHold: 'Twenty waits took another time than one.',
      },
    },
    {
      claim: 'async.tasks-yield-during-io',
      metric: 'doneAfter',
      of: { series: 'thread', at: 20 },
      against: { series: 'await', at: 20 },
      sentence: 'Twenty tasks that put the thread to sleep take at least ten times as long as twenty that await.',
      rule: { kind: 'atLeast', k: 10 },
      status: 'settled',
      meaning: {
        holds: 'A call that blocks gives nothing back, whatever the function around it is called.',
        doesNotHold: 'The blocking calls overlapped here: there was more than one thread.',
      },
    },
  ],
  needs: { cores: 1 },
  willNotShowWhen: [
    'the runtime has more threads than tasks: then each task can hold one',
    'the waits are so short that starting the tasks takes as long',
  ],
} satisfies ExperimentSpec;
