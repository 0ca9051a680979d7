import type { ExperimentSpec } from '../../protocol/experiment.ts';

export default {
  id: 'beside-the-loop',
  title: 'Beside the loop',
  question: 'One request in a hundred computes, on the loop or beside it. What do the others pay, on one core?',
  series: [
    { id: 'node-http', label: 'node/http', variant: 'node/http' },
    { id: 'worker-pool', label: 'node/worker-pool', variant: 'node/worker-pool' },
    { id: 'child-process', label: 'node/child-process', variant: 'node/child-process' },
  ],
  // A p99 rests on a thousand light requests.
  load: {
    kind: 'open',
    path: '/sleep?ms=5',
    rate: 200,
    arrivals: 'poisson',
    connections: 256,
    seconds: 6,
    among: [{ name: 'computing', path: '/burn?ms=100', percent: 1 }],
  },
  sweep: { over: 'nothing' },
  questions: [],
  needs: { cores: 2 },
  willNotShowWhen: [
    'the computing takes no longer than a slice of time that the operating system gives to a thread',
    'so many requests compute that the core has no time left: then all wait, wherever the computing is done',
  ],
} satisfies ExperimentSpec;
