import type { ExperimentSpec } from '../../protocol/experiment.ts';

export default {
  id: 'who-serves',
  title: 'Threads that serve',
  question: 'A server with axum is told nothing about threads. How many has it, and how many serve 1,000 requests?',
  series: [
    { id: 'workers', label: 'no work yet', variant: 'rust/served', knobs: { KIND: 'workers' } },
    { id: 'served', label: '1,000 requests', variant: 'rust/served', knobs: { KIND: 'served' } },
    { id: 'blocking', label: '20 blocking calls', variant: 'rust/served', knobs: { KIND: 'blocking' } },
  ],
  load: { kind: 'program', cores: 'all', seconds: 0.2 },
  sweep: { over: 'cores' },
  questions: [
    {
      claim: 'async.each-request-different-thread',
      metric: 'threads',
      of: { series: 'served', at: 'most' },
      sentence: 'A thousand requests over 100 connections are served by fewer than 100 threads.',
      denies: true,
      rule: { kind: 'limit', below: 100 },
      status: 'settled',
      meaning: {
        holds: 'There is no thread for each request, and none for each connection either.',
        doesNotHold: 'This machine has so many cores that there were as many workers as connections.',
      },
    },
    {
      claim: 'async.pool-4-8-threads',
      metric: 'threads',
      of: { series: 'workers', at: 'most' },
      against: { series: 'workers', at: 'least' },
      sentence: 'Given all cores, the runtime starts a worker for each of them.',
      denies: true,
      rule: { kind: 'atLeast', perCore: 1 },
      status: 'settled',
      meaning: {
        holds:
          'The number follows the cores that the process may use. It is between 4 and 8 only on a machine with 4 to 8 cores.',
        doesNotHold: 'The runtime started fewer workers than there are cores here.',
      },
    },
    {
      claim: 'async.pool-4-8-threads',
      metric: 'threads',
      of: { series: 'blocking', at: 'least' },
      against: { series: 'workers', at: 'least' },
      sentence:
        'While 20 calls block, the runtime has at least ten times the threads that it has workers, on one core.',
      denies: true,
      rule: { kind: 'atLeast', k: 10 },
      status: 'settled',
      meaning: {
        holds: 'Beside the workers there is another pool, for calls that block, and it grows as they come.',
        doesNotHold: 'The blocking calls were done by few threads here.',
      },
    },
  ],
  needs: { cores: 2 },
  willNotShowWhen: [
    'the number of workers is set by hand, in the program or by TOKIO_WORKER_THREADS: then it follows nothing',
    'requests come so seldom that one worker is always free first: then one thread serves all of them',
  ],
} satisfies ExperimentSpec;
