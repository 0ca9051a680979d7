import type { ExperimentSpec } from '../../protocol/experiment.ts';

const computing = { kind: 'closed', path: '/burn?n=600000', connections: 100, seconds: 3 } as const;

export default {
  id: 'one-setting',
  title: 'One setting',
  question: 'The same server with a pool of threads, and with virtual threads. Which loads notice?',
  series: [
    { id: 'pool-100', label: '100 wait, pool of 200', variant: 'java/spring-platform', connections: 100 },
    { id: 'virtual-100', label: '100 wait, virtual threads', variant: 'java/spring-virtual', connections: 100 },
    { id: 'pool-2000', label: '2,000 wait, pool of 200', variant: 'java/spring-platform' },
    { id: 'virtual-2000', label: '2,000 wait, virtual threads', variant: 'java/spring-virtual' },
    { id: 'axum-2000', label: '2,000 wait, axum', variant: 'rust/axum' },
    { id: 'pool-computes', label: '100 compute, pool of 200', variant: 'java/spring-platform', load: computing },
    { id: 'virtual-computes', label: '100 compute, virtual threads', variant: 'java/spring-virtual', load: computing },
    { id: 'axum-computes', label: '100 compute, axum', variant: 'rust/axum', load: computing },
  ],
  // As long as a window of the warm-up: users who came together ask together for a while, and each window holds them once.
  load: { kind: 'closed', path: '/sleep?ms=500', connections: 2000, seconds: 3 },
  sweep: { over: 'nothing' },
  // In work are as many as answers a second times half a second: 1,000 a second are 500 at a time.
  questions: [
    {
      claim: 'throughput.concurrent-limit-100x',
      of: { series: 'virtual-2000', at: 1 },
      sentence:
        'Of 2,000 users who wait for half a second, Spring Boot with virtual threads works on no more than 500 at a time: it stays below 1,000 answers a second.',
      rule: { kind: 'limit', below: 1000 },
      status: 'settled',
      meaning: {
        holds: 'Here it was no more than 500, although no pool set that limit.',
        doesNotHold: 'More than 500 were in work at a time. The limit was that of the pool, and the pool is a setting.',
      },
    },
    {
      claim: 'career.50k-vs-java-500',
      of: { series: 'virtual-2000', at: 1 },
      sentence:
        'Where 2,000 users wait for half a second, Java serves 500 of them at a time at most, which is 1,000 answers a second.',
      rule: { kind: 'limit', below: 1000 },
      status: 'settled',
      meaning: {
        holds: 'On this machine it served no more than that.',
        doesNotHold: 'It served more than 500 at a time. Who says 500 has measured a setting.',
      },
    },
    {
      claim: 'async.limited-only-by-network-db',
      metric: 'coresUsed',
      of: { series: 'axum-computes', at: 1 },
      sentence:
        'When its requests compute, axum uses less than 0.9 of its core: there is neither network nor database to limit it, and no number of threads.',
      rule: { kind: 'limit', below: 0.9 },
      status: 'settled',
      meaning: {
        holds: 'The core was never full, so something else held the requests back.',
        doesNotHold: 'The core was full. It limits an async server as it limits any other.',
      },
    },
    {
      claim: 'course.virtual-threads-faster',
      of: { series: 'virtual-computes', at: 1 },
      against: { series: 'pool-computes', at: 1 },
      sentence: 'Where requests compute, virtual threads answer at least 1.25 times as many as the pool.',
      rule: { kind: 'atLeast', k: 1.25 },
      status: 'settled',
      meaning: {
        holds: 'The same core did more with virtual threads.',
        doesNotHold: 'The core does the same work for whoever asks. A cheaper thread gives it no more to do it with.',
      },
    },
  ],
  needs: { cores: 2 },
  willNotShowWhen: [
    'fewer users come at once than the pool has threads: then each of them has a thread in either server',
    'the core is full before the waits are: a shorter wait makes more requests a second of the same users',
    'the server is cold: in its first seconds its compiler has the core, and thousands of requests a second are too many',
  ],
} satisfies ExperimentSpec;
