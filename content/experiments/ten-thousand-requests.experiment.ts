import type { ExperimentSpec } from '../../protocol/experiment.ts';

// One second on average. All of one length would stay together as they came: waves, and no steady state.
const aSecond = {
  path: '/sleep?ms=1000',
  among: [
    { name: 'shorter', path: '/sleep?ms=700', percent: 30 },
    { name: 'longer', path: '/sleep?ms=1300', percent: 30 },
  ],
};

export default {
  id: 'ten-thousand-requests',
  title: 'Ten thousand waiting requests',
  question: 'Ten thousand requests wait in a server at the same time. How much memory does the whole server take?',
  series: [
    {
      id: 'spring',
      label: 'Spring, pool of 200',
      variant: 'java/spring-platform',
      // 200 threads answer 2,000 of these a second, so ten thousand wait for about five seconds, most of it in the queue.
      load: { kind: 'closed', path: '/sleep?ms=100', connections: 10_000, seconds: 8 },
    },
    {
      id: 'spring-1000',
      label: 'Spring, 1,000 threads, 1,000 requests',
      variant: 'java/spring-platform',
      knobs: { THREADS: 1000 },
      load: { kind: 'closed', ...aSecond, connections: 1000, seconds: 3 },
    },
    { id: 'node', label: 'node/http', variant: 'node/http' },
    { id: 'axum', label: 'rust/axum', variant: 'rust/axum' },
  ],
  load: { kind: 'closed', ...aSecond, connections: 10_000, seconds: 3 },
  sweep: { over: 'nothing' },
  questions: [
    {
      claim: 'memory.10k-80gb-vs-20mb',
      metric: 'peakMemory',
      of: { series: 'spring', at: 1 },
      sentence: 'With ten thousand requests waiting, the Spring server takes less than 2 GB.',
      denies: true,
      rule: { kind: 'limit', below: 2000 },
      status: 'settled',
      meaning: {
        holds: 'Less than a fortieth of the claim, with the heap, the code and everything else of the process in it.',
        doesNotHold: 'The process took 2 GB or more here.',
      },
    },
    {
      claim: 'memory.10k-80gb-vs-20mb',
      metric: 'peakMemory',
      of: { series: 'axum', at: 1 },
      sentence: 'With ten thousand requests waiting, axum takes less than 25 MB: the 20 MB, and 5 MB for itself.',
      rule: { kind: 'limit', below: 25 },
      status: 'settled',
      meaning: {
        holds: 'Connection, buffers and task of each stayed within 2 kB.',
        doesNotHold: 'A request that is served has a connection, and that has buffers: more than 2 kB together.',
      },
    },
    {
      claim: 'memory.8mb-vs-2kb-4000x',
      metric: 'peakMemory',
      of: { series: 'spring-1000', at: 1 },
      sentence: 'With a request waiting in each of 1,000 threads, the whole Spring server takes less than 2 GB.',
      denies: true,
      rule: { kind: 'limit', below: 2000 },
      status: 'settled',
      meaning: {
        holds: 'That is 2 MB for each at most, a quarter of the 8 MB, with heap, code and compiler in it.',
        doesNotHold: 'Each of them took 2 MB or more here.',
      },
    },
    {
      claim: 'async.50k-requests-100mb',
      metric: 'peakMemory',
      of: { series: 'axum', at: 1 },
      sentence: 'Ten thousand waiting requests, a fifth of 50,000, take less than 100 MB in axum.',
      rule: { kind: 'limit', below: 100 },
      status: 'settled',
      meaning: {
        holds: 'Ten thousand fit. Whether 50,000 would, was not tested.',
        doesNotHold: 'A fifth of the requests took as much as is said of all of them.',
      },
    },
  ],
  needs: { cores: 2 },
  willNotShowWhen: [
    'a lab may have fewer than some 10,000 open files in a process',
    'Java has not warmed up: its 200 threads then answer fewer, and those who wait for more than ten seconds give up',
    'requests fail for want of heap: then memory stays low and says nothing',
    'the requests bring or fetch data: what they keep while they wait is then in the sum',
  ],
} satisfies ExperimentSpec;
