import type { ExperimentSpec } from '../../protocol/experiment.ts';

export default {
  id: 'behind-slots',
  title: 'Ten slots behind them',
  question:
    'A service behind the server does 200 calls a second and takes 200 at a time. What becomes of more requests?',
  series: [
    { id: 'pool', label: 'Spring, pool of 200', variant: 'java/spring-platform' },
    { id: 'virtual', label: 'Spring, virtual threads', variant: 'java/spring-virtual' },
    { id: 'axum', label: 'axum', variant: 'rust/axum-gateway' },
  ],
  // Three seconds of 100 a second too many are fewer than what a drain of two seconds still answers.
  load: { kind: 'open', path: '/upstream', rate: 100, arrivals: 'poisson', connections: 1000, seconds: 3 },
  // Ten in work and 190 that wait are 200, as many as the pool has threads.
  behind: { variant: 'upstream/slow', knobs: { SLOTS: 10, DELAY_MS: 50, QUEUE: 190 } },
  sweep: { over: 'rate', values: [100, 180, 300] },
  questions: [
    {
      claim: 'async.limited-only-by-network-db',
      metric: 'errorShare',
      of: { series: 'axum', at: 300 },
      sentence:
        'At 300 requests a second for slots that do 200, fewer than 1 % of axum’s requests fail: nobody misses the limit of a pool.',
      rule: { kind: 'limit', below: 1 },
      status: 'settled',
      meaning: {
        holds: 'The requests that were too many waited, as they do in front of a pool.',
        doesNotHold:
          'The requests that were too many were all passed on, and the service behind refused them. A pool would have kept them back.',
      },
    },
  ],
  needs: { cores: 2 },
  willNotShowWhen: [
    'fewer requests come than the slots can do: then nobody has to be kept back',
    'the service behind takes as many as come: then all of them wait there, in its memory',
    'the load ends before the service behind is full: a short peak fits into any queue',
    'the server itself is full before the slots are: a cold JVM can be',
  ],
} satisfies ExperimentSpec;
