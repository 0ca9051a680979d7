import type { ExperimentSpec } from '../../protocol/experiment.ts';

export default {
  id: 'spawned',
  title: 'Many tasks from one',
  question: 'One task starts others. How soon are all of them done, with one worker, two and four?',
  series: [
    // As many as a worker's own queue holds. More would overflow into the queue that all share, and nobody would have to steal.
    { id: 'many', label: '250 tasks that compute', variant: 'rust/spawned', knobs: { KIND: 'many', COUNT: 250 } },
    { id: 'one', label: 'the same work in one task', variant: 'rust/spawned', knobs: { KIND: 'one', COUNT: 250 } },
    { id: 'waits', label: '1,000 tasks that wait', variant: 'rust/spawned', knobs: { KIND: 'waits' } },
  ],
  load: { kind: 'program', cores: 'all', seconds: 0.2 },
  sweep: { over: 'parameter', name: 'threads', label: 'Workers', unit: 'workers', values: [1, 2, 4] },
  questions: [
    {
      claim: 'threads.parallel-equals-concurrent',
      metric: 'doneAfter',
      of: { series: 'waits', at: 1 },
      sentence: 'A thousand tasks that wait 100 ms each are all done within 200 ms, with one worker.',
      denies: true,
      rule: { kind: 'limit', below: 200 },
      status: 'settled',
      meaning: {
        holds: 'A thousand tasks were under way at once, and never did two of them run. One thread is enough for that.',
        doesNotHold: 'The waits did not overlap enough on one thread here.',
      },
    },
    {
      claim: 'threads.parallel-equals-concurrent',
      metric: 'doneAfter',
      of: { series: 'many', at: 1 },
      against: { series: 'many', at: 2 },
      sentence: 'Two hundred and fifty tasks that compute take about twice as long with one worker as with two.',
      rule: { kind: 'about', k: 2, band: 1.25 },
      status: 'settled',
      meaning: {
        holds: 'To compute at the same instant takes a second thread and a second core. That is what cores add.',
        doesNotHold: 'The second worker did not bring what a second core can do.',
      },
    },
    {
      claim: 'async.work-stealing-balances',
      metric: 'busiestShare',
      of: { series: 'many', at: 2 },
      sentence: 'Of 250 tasks that one worker was given, the busier of two workers ends less than 60 %.',
      rule: { kind: 'limit', below: 60 },
      status: 'settled',
      meaning: {
        holds: 'All of them began at one worker. The other one took its part without being told.',
        doesNotHold: 'One of the workers ended most of them: it had a core for more of the time, or took more at once.',
      },
    },
    {
      claim: 'async.work-stealing-balances',
      metric: 'doneAfter',
      of: { series: 'one', at: 2 },
      against: { series: 'one', at: 1 },
      sentence: 'One task that computes all the time takes as long with two workers as with one, within 10 %.',
      denies: true,
      rule: { kind: 'equal', margin: 0.1 },
      status: 'settled',
      meaning: {
        holds: 'What can be taken is a task that is queued. One that runs is not split and not moved.',
        doesNotHold: 'One long task took another time with two workers, although nothing could be taken from it.',
      },
    },
  ],
  needs: { cores: 2 },
  willNotShowWhen: [
    'fewer cores are free than there are workers: a worker without a core takes nothing',
    'a task is as short as fetching it from another worker',
  ],
} satisfies ExperimentSpec;
