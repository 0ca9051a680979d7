import type { ExperimentSpec } from '../../protocol/experiment.ts';

export default {
  id: 'ten-users',
  title: 'Ten users',
  question: 'Ten users send 100 requests a second together. Does any of them notice which server answers?',
  series: [
    { id: 'node-http', label: 'node/http', variant: 'node/http' },
    { id: 'rust-axum', label: 'rust/axum', variant: 'rust/axum' },
  ],
  // A p99 needs 1,000 answers.
  load: { kind: 'open', path: '/json', rate: 100, arrivals: 'constant', connections: 10, seconds: 10.5 },
  sweep: { over: 'nothing' },
  questions: [
    {
      claim: 'latency.10-users-both-fast',
      metric: 'responseP99',
      of: { series: 'node-http', at: 1 },
      and: { series: 'rust-axum', at: 1 },
      sentence: 'At 100 requests a second, either server answers 99 of 100 requests within 5 ms.',
      rule: { kind: 'limit', below: 5 },
      status: 'settled',
      meaning: {
        holds: 'Far below their limits both answer before anybody could notice; this is the slower of the two.',
        doesNotHold:
          'Even at this small load the slowest of a hundred took longer than 5 ms with the slower of the two.',
      },
    },
  ],
  needs: { cores: 2 },
  willNotShowWhen: [
    'other programs use the cores: the slowest of a hundred then waited for them, not for the server',
    'a request computes for milliseconds: ten users can then meet in a queue',
  ],
} satisfies ExperimentSpec;
