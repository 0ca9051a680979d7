import type { ExperimentSpec } from '../../protocol/experiment.ts';

export default {
  id: 'staircase',
  title: 'The staircase',
  question: 'Light requests, and more and more requests beside them that compute. When does everybody wait?',
  series: [
    { id: 'node-http', label: 'node/http', variant: 'node/http' },
    { id: 'rust-axum', label: 'rust/axum, 2 workers', variant: 'rust/axum', knobs: { WORKERS: 2 } },
  ],
  // A p99 rests on a thousand light requests.
  load: {
    kind: 'open',
    path: '/ping',
    rate: 400,
    arrivals: 'poisson',
    connections: 256,
    seconds: 3,
    beside: { path: '/burn?ms=100', connections: 1 },
  },
  sweep: { over: 'beside', label: 'Requests that compute, at a time', unit: 'requests', values: [0, 1, 2, 4] },
  questions: [
    {
      claim: 'async.cpu-spike-threads-continue',
      metric: 'responseP50',
      of: { series: 'node-http', at: 1 },
      against: { series: 'rust-axum', at: 1 },
      sentence:
        'Beside one request that computes, the median of the others is at least twice as long on Node as on Rust with two workers.',
      rule: { kind: 'atLeast', k: 2 },
      status: 'settled',
      meaning: {
        holds: 'On the Rust server half of the light requests were spared much of what they wait for on Node.',
        doesNotHold: 'A second worker spared the light requests little of what they wait for on Node.',
      },
    },
    {
      claim: 'async.cpu-spike-threads-continue',
      metric: 'responseP99',
      of: { series: 'rust-axum', at: 1 },
      sentence:
        'Beside one request that computes for 100 ms, Rust with two workers answers 99 of 100 others within 50 ms.',
      rule: { kind: 'limit', below: 50 },
      status: 'settled',
      meaning: {
        holds: 'The other worker carried on, for nearly all of the requests.',
        doesNotHold:
          'One worker was free, and more than one request in a hundred waited for the worker that computed all the same.',
      },
    },
  ],
  needs: { cores: 2 },
  willNotShowWhen: [
    'the computing takes no longer than a slice of time that the operating system gives to a thread',
    'so many requests come that the workers hardly ever sleep: then the free one is awake when it is needed',
    'only the median is looked at, or only the p99: they tell different stories here',
  ],
} satisfies ExperimentSpec;
