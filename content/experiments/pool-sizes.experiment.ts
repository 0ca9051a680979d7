import type { ExperimentSpec } from '../../protocol/experiment.ts';

export default {
  id: 'pool-sizes',
  title: 'Pools of several sizes',
  question: 'A thread is held for 50 ms by each request. How many requests a second can a pool of threads answer?',
  series: [
    { id: 'busy', label: 'waits 50 ms, kept busy', variant: 'java/spring-platform' },
    {
      id: 'open',
      label: 'waits 50 ms, 400/s offered',
      variant: 'java/spring-platform',
      load: { kind: 'open', path: '/sleep?ms=50', rate: 400, arrivals: 'poisson', connections: 2000, seconds: 3 },
    },
    {
      id: 'ping',
      label: 'answers at once',
      variant: 'java/spring-platform',
      load: { kind: 'closed', path: '/ping', connections: 64, seconds: 3 },
    },
  ],
  load: { kind: 'closed', path: '/sleep?ms=50', connections: 200, seconds: 3 },
  sweep: {
    over: 'knob',
    name: 'THREADS',
    label: 'Threads',
    unit: 'threads',
    values: [10, 25, 50, 100],
  },
  questions: [
    {
      claim: 'threads.blocking-call-holds-thread',
      metric: 'throughput',
      of: { series: 'busy', at: 100 },
      against: { series: 'busy', at: 50 },
      sentence: 'Requests that wait 50 ms: twice the threads give about twice the throughput.',
      rule: { kind: 'about', k: 2, band: 1.15 },
      status: 'settled',
      meaning: {
        holds: 'While its request waited, a thread did nothing for anybody else, so the threads were what was scarce.',
        doesNotHold: 'The throughput did not follow the threads: something else was scarce.',
      },
    },
    {
      claim: 'throughput.spring-500-2000-rps',
      metric: 'throughput',
      of: { series: 'ping', at: 100 },
      sentence: 'On one core, requests that are answered at once stay below 2,000 a second.',
      rule: { kind: 'limit', below: 2000 },
      status: 'settled',
      meaning: {
        holds: 'Even a route without work stayed in the range of the claim on this core.',
        doesNotHold:
          'One core of this machine answers more of these. As a general sentence about the framework it does not hold.',
      },
    },
  ],
  needs: { cores: 2 },
  willNotShowWhen: [
    'the core is full before the threads are: then more threads bring nothing',
    'fewer requests come at once than there are threads: then nobody waits for one',
    'the server is cold: in its first seconds the time of its compiler is in the answers',
  ],
} satisfies ExperimentSpec;
