import type { ExperimentSpec } from '../../protocol/experiment.ts';

export default {
  id: 'in-time',
  title: 'Full speed, and in time',
  question: 'How many requests can be offered to a core before one in a hundred takes longer than 50 ms?',
  series: [
    { id: 'node-http', label: 'node/http', variant: 'node/http' },
    { id: 'rust-axum', label: 'rust/axum', variant: 'rust/axum' },
  ],
  load: {
    kind: 'capacity',
    path: '/burn?n=1200000',
    startRate: 250,
    p99BelowMs: 50,
    arrivals: 'poisson',
    connections: 256,
  },
  sweep: { over: 'nothing' },
  questions: [],
  needs: { cores: 2 },
  willNotShowWhen: [
    'requests come in step: then nobody queues below the full rate, and both figures are the same',
    'the limit is long beside the time of one request: a long queue fits into it, and the search ends at the full rate',
  ],
} satisfies ExperimentSpec;
