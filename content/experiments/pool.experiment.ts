import type { ExperimentSpec } from '../../protocol/experiment.ts';

export default {
  id: 'pool',
  title: 'One loop and a pool',
  question: 'A plain Node server gets more cores. Which of its work gains from them?',
  series: [
    { id: 'computes', label: 'computes in JavaScript', variant: 'node/http' },
    { id: 'keys', label: 'derives keys, pool of four', variant: 'node/http', path: '/pbkdf2?n=20000' },
    {
      id: 'keys-one',
      label: 'derives keys, pool of one',
      variant: 'node/http',
      path: '/pbkdf2?n=20000',
      knobs: { UV_THREADPOOL_SIZE: 1 },
    },
  ],
  load: {
    kind: 'closed',
    path: '/burn?n=1800000',
    connections: 16,
    requests: { look: 400, block: 600 },
  },
  sweep: { over: 'cores' },
  questions: [
    {
      claim: 'scaling.16-cpu-node-uses-1',
      of: { series: 'keys', at: 'most' },
      against: { series: 'keys', at: 'least' },
      sentence: 'With requests that derive a key, all cores give node/http the throughput of one, within 10 %.',
      rule: { kind: 'equal', margin: 0.1 },
      status: 'settled',
      meaning: {
        holds: 'The threads of the pool brought this server nothing here, although its work could be spread over them.',
        doesNotHold: 'It is one server with one event loop, and it used more than one core: the pool did the work.',
      },
    },
    {
      claim: 'eventloop.js-single-threaded-by-design',
      of: { series: 'computes', at: 'most' },
      against: { series: 'computes', at: 'least' },
      sentence:
        'With requests that compute in JavaScript, all cores give node/http the throughput of one, within 10 %.',
      rule: { kind: 'equal', margin: 0.1 },
      status: 'settled',
      meaning: {
        holds: 'Its JavaScript ran on one thread. That says nothing of the threads that are not JavaScript.',
        doesNotHold: 'More cores changed how much JavaScript the server got done by more than 10 % here.',
      },
    },
    {
      claim: 'eventloop.one-worker-does-everything',
      metric: 'coresUsed',
      of: { series: 'keys', at: 'most' },
      sentence: 'While it derives keys, node/http keeps fewer than 1.2 cores busy.',
      rule: { kind: 'limit', below: 1.2 },
      status: 'settled',
      meaning: {
        holds: 'No more than one thread at a time was at work here.',
        doesNotHold: 'Several threads of one Node process worked at the same time.',
      },
    },
  ],
  needs: { cores: 2, cpuPerRequestUs: 2000 },
  willNotShowWhen: [
    'the asynchronous call needs no thread: data from sockets comes through the kernel, and the pool has no part in it',
    'only one request is under way: then one thread of the pool has work',
  ],
} satisfies ExperimentSpec;
