import type { ExperimentSpec } from '../../protocol/experiment.ts';

export default {
  id: 'more-workers',
  title: 'More workers',
  question: 'Four requests compute at a time. How many workers does it take until the others do not notice?',
  series: [{ id: 'rust-axum', label: 'rust/axum', variant: 'rust/axum' }],
  // A p99 rests on a thousand light requests.
  load: {
    kind: 'open',
    path: '/ping',
    rate: 400,
    arrivals: 'poisson',
    connections: 256,
    seconds: 3,
    beside: { path: '/burn?ms=100', connections: 4 },
  },
  sweep: { over: 'knob', name: 'WORKERS', label: 'Workers', unit: 'workers', values: [1, 2, 4, 8] },
  questions: [
    {
      claim: 'async.cpu-spike-threads-continue',
      metric: 'responseP99',
      of: { series: 'rust-axum', at: 8 },
      sentence: 'Four requests compute, eight workers: 99 of 100 others are answered within 50 ms.',
      rule: { kind: 'limit', below: 50 },
      status: 'settled',
      meaning: {
        holds: 'With twice as many workers as computing requests, the light requests hardly noticed them.',
        doesNotHold: 'Half of the workers had nothing to compute, and the light requests waited all the same.',
      },
    },
  ],
  needs: { cores: 2 },
  willNotShowWhen: [
    'the computing takes no longer than a slice of time that the operating system gives to a thread',
    'so many requests come that the workers hardly ever sleep: then the free ones are awake when they are needed',
  ],
} satisfies ExperimentSpec;
