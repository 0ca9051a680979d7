import type { ExperimentSpec } from '../../protocol/experiment.ts';

// A p99 rests on a thousand light requests.
const light = { kind: 'open', path: '/ping', rate: 400, arrivals: 'poisson', connections: 256, seconds: 3 } as const;
const knobs = { WORKERS: 2 };

export default {
  id: 'off-the-workers',
  title: 'Off the workers',
  question: 'Four requests compute at a time, beside two workers. Where should they?',
  series: [
    { id: 'in-the-handler', label: 'in the handler', variant: 'rust/axum', knobs },
    { id: 'spawn-blocking', label: 'spawn_blocking', variant: 'rust/axum-spawn-blocking', knobs },
    { id: 'rayon', label: 'a rayon pool', variant: 'rust/axum-rayon', knobs },
    { id: 'block-in-place', label: 'block_in_place', variant: 'rust/axum-block-in-place', knobs },
    {
      id: 'asleep',
      label: 'in the handler, asleep',
      variant: 'rust/axum-blocking-naive',
      knobs,
      load: { ...light, beside: { path: '/sleep?ms=100', connections: 4 } },
    },
  ],
  load: { ...light, beside: { path: '/burn?ms=100', connections: 4 } },
  sweep: { over: 'nothing' },
  questions: [
    {
      claim: 'async.tokio-great-for-cpu-bound',
      metric: 'responseP99',
      of: { series: 'in-the-handler', at: 1 },
      sentence: 'Four requests compute in their handlers: 99 of 100 others are answered within 50 ms.',
      rule: { kind: 'limit', below: 50 },
      status: 'settled',
      meaning: {
        holds: 'The runtime served light requests well beside handlers that compute.',
        doesNotHold: 'Handlers that compute held the workers, and the light requests waited for them.',
      },
    },
    {
      claim: 'async.cpu-spike-threads-continue',
      metric: 'responseP99',
      of: { series: 'spawn-blocking', at: 1 },
      and: { series: 'rayon', at: 1 },
      sentence: 'Four requests compute on threads of their own: 99 of 100 others are answered within 50 ms.',
      rule: { kind: 'limit', below: 50 },
      status: 'settled',
      meaning: {
        holds: 'The workers did carry on, once the computing was not theirs.',
        doesNotHold: 'The light requests waited, although no worker computed: the core itself was taken.',
      },
    },
  ],
  needs: { cores: 2 },
  willNotShowWhen: [
    'the computing takes no longer than a slice of time that the operating system gives to a thread',
    'so many threads compute that the workers wait long for their turn on a core',
  ],
} satisfies ExperimentSpec;
