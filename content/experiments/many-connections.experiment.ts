import type { ExperimentSpec } from '../../protocol/experiment.ts';

export default {
  id: 'many-connections',
  title: 'Many users, the same rate',
  question: 'The rate stays at 2,000 requests a second. What do more connections cost?',
  series: [
    { id: 'node-http', label: 'node/http', variant: 'node/http' },
    { id: 'rust-axum', label: 'rust/axum', variant: 'rust/axum' },
  ],
  load: { kind: 'open', path: '/json', rate: 2000, arrivals: 'poisson', connections: 100, seconds: 2 },
  sweep: { over: 'connections', values: [100, 1000, 10_000] },
  questions: [
    {
      claim: 'throughput.node-slows-at-1000',
      metric: 'responseP90',
      of: { series: 'node-http', at: 1000 },
      against: { series: 'node-http', at: 100 },
      sentence:
        'At 2,000 requests a second, the p90 of node/http with 1,000 connections is at least twice that with 100.',
      rule: { kind: 'atLeast', k: 2 },
      status: 'settled',
      meaning: {
        holds: 'More connections alone made the slow requests slower, at the same rate.',
        doesNotHold:
          'Ten times the connections changed the time of nine requests in ten less than twofold: the rate was the same.',
      },
    },
  ],
  needs: { cores: 2 },
  willNotShowWhen: [
    'the rate is close to what one core can do: then every small thing shows, connections among them',
    'other programs disturb the machine: the slowest of a hundred requests are easily disturbed',
  ],
} satisfies ExperimentSpec;
