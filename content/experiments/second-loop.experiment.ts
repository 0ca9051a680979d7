import type { ExperimentSpec } from '../../protocol/experiment.ts';

export default {
  id: 'second-loop',
  title: 'The second loop',
  question: 'A Node server is to use all cores: by processes, by worker threads or by children. What does each bring?',
  series: [
    { id: 'node-http', label: 'node/http', variant: 'node/http' },
    { id: 'node-cluster', label: 'node/cluster', variant: 'node/cluster' },
    { id: 'worker-pool', label: 'node/worker-pool', variant: 'node/worker-pool' },
    { id: 'child-process', label: 'node/child-process', variant: 'node/child-process' },
    { id: 'rust-axum', label: 'rust/axum', variant: 'rust/axum' },
  ],
  load: {
    kind: 'closed',
    path: '/burn?n=1800000',
    connections: 64,
    requests: { look: 400, block: 600 },
  },
  sweep: { over: 'cores' },
  questions: [
    {
      claim: 'scaling.idle-cores-unless-cluster',
      metric: 'coresUsed',
      of: { series: 'worker-pool', at: 'most' },
      sentence: 'Without a child process and without a cluster, node/worker-pool keeps fewer than 1.2 cores busy.',
      rule: { kind: 'limit', below: 1.2 },
      status: 'settled',
      meaning: {
        holds: 'The worker threads of one process did not spread over the cores here.',
        doesNotHold:
          'Worker threads of one process kept several cores busy. They are a third way beside the two named.',
      },
    },
    {
      claim: 'eventloop.gil-in-javascript',
      of: { series: 'worker-pool', at: 'most' },
      against: { series: 'worker-pool', at: 'least' },
      sentence: 'All cores give the worker threads of one Node process the throughput of one, within 10 %.',
      rule: { kind: 'equal', margin: 0.1 },
      status: 'settled',
      meaning: {
        holds: 'Something made the threads of this process take turns. A lock around all of them would do that.',
        doesNotHold:
          'Threads of one process ran JavaScript at the same time. A lock around the process would forbid it.',
      },
    },
    {
      claim: 'eventloop.node-inefficient-multicore',
      of: { series: 'node-cluster', at: 'least' },
      against: { series: 'node-cluster', at: 'most' },
      sentence: 'One core gives node/cluster at least two thirds of the throughput of all cores.',
      rule: { kind: 'atLeast', k: 2 / 3 },
      status: 'settled',
      meaning: {
        holds: 'The other cores added less than half of what the first one does, so they were used badly.',
        doesNotHold: 'The other cores added more than half of what the first one does, and they were put to use.',
      },
    },
    {
      claim: 'scaling.node-suits-horizontal-only',
      of: { series: 'child-process', at: 'least' },
      against: { series: 'child-process', at: 'most' },
      sentence: 'Scaled up to all cores of one machine, node/child-process gains less than half as much again.',
      rule: { kind: 'atLeast', k: 2 / 3 },
      status: 'settled',
      meaning: {
        holds: 'One machine with more cores did little for this Node server.',
        doesNotHold: 'This Node server was scaled up on one machine, and it gained.',
      },
    },
    {
      claim: 'scaling.vertical-hard-node-workarounds',
      metric: 'loadedMemory',
      of: { series: 'node-cluster', at: 'most' },
      against: { series: 'node-http', at: 'most' },
      sentence:
        'Spread over all cores, node/cluster needs at least twice the memory of node/http, shared pages divided among their users.',
      rule: { kind: 'atLeast', k: 2 },
      status: 'settled',
      meaning: {
        holds:
          'A cluster is a few lines of code. Its price is memory: each process has a heap and an engine of its own.',
        doesNotHold: 'The processes of the cluster share so much that it costs less than twice the memory here.',
      },
    },
  ],
  needs: { cores: 2, cpuPerRequestUs: 2000 },
  willNotShowWhen: [
    'the requests wait instead of computing: one loop can hold thousands of waits',
    'only one connection is open: a cluster deals out connections, and one goes to one process',
  ],
} satisfies ExperimentSpec;
