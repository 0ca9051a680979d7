import type { ExperimentSpec } from '../../protocol/experiment.ts';

export default {
  id: 'knee',
  title: 'How full is full',
  question: 'A server is offered more and more of what it can do. How long do those who ask have to wait?',
  series: [
    { id: 'node-http', label: 'node/http', variant: 'node/http' },
    { id: 'rust-axum', label: 'rust/axum', variant: 'rust/axum' },
    { id: 'rust-short', label: 'rust/axum, a tenth as long', variant: 'rust/axum', path: '/burn?n=60000' },
  ],
  // About a millisecond a request: in five seconds a quarter of the full rate is the thousand answers that a p99 needs.
  // A tenth of that stays below 10,000 a second, up to which the load tool plans finer than a millisecond (LD4).
  load: { kind: 'relative', path: '/burn?n=600000', connections: 64, arrivals: 'poisson' },
  sweep: { over: 'load', values: [25, 50, 80, 90, 110] },
  model: 'fixed-service-queue',
  questions: [
    {
      claim: 'latency.sub-ms-at-massive-scale',
      metric: 'responseP99',
      of: { series: 'rust-short', at: 90 },
      sentence:
        'At 90 % of its full rate, a server with requests of about a tenth of a millisecond keeps its p99 below one.',
      rule: { kind: 'limit', below: 1 },
      status: 'settled',
      meaning: {
        holds:
          'The requests were so short that even a queue of them fitted into a millisecond, on one machine and without a network.',
        doesNotHold:
          'A tenth of the server was free, and yet more than one request in a hundred took longer than a millisecond. Most of that was waiting.',
      },
    },
  ],
  needs: { cores: 2 },
  willNotShowWhen: [
    'requests come in step, one after the other: without bunches nobody has to queue below the full rate',
    'the load is closed: whoever waits for an answer sends nothing meanwhile, so the queue cannot grow',
    'the server is faster than the load tool: then the full rate is that of the load tool',
  ],
} satisfies ExperimentSpec;
