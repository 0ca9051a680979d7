import type { ExperimentSpec } from '../../protocol/experiment.ts';

export default {
  id: 'computing-rate',
  title: 'As much work as before',
  question: 'Nothing but requests that compute. Does it matter where they do it?',
  series: [
    { id: 'in-the-handler', label: 'in the handler', variant: 'rust/axum' },
    { id: 'spawn-blocking', label: 'spawn_blocking', variant: 'rust/axum-spawn-blocking' },
    { id: 'rayon', label: 'a rayon pool', variant: 'rust/axum-rayon' },
  ],
  load: { kind: 'closed', path: '/burn?n=6000000', connections: 8 },
  sweep: { over: 'nothing' },
  questions: [
    {
      claim: 'async.tokio-great-for-cpu-bound',
      metric: 'throughput',
      of: { series: 'in-the-handler', at: 1 },
      against: { series: 'rayon', at: 1 },
      sentence: 'Computing in the handlers gives as many answers a second as computing in a rayon pool, within 10 %.',
      rule: { kind: 'equal', margin: 0.1 },
      status: 'settled',
      meaning: {
        holds: 'The cores did the same work, whichever threads asked for it.',
        doesNotHold: 'Where the computing was done changed how much of it got done.',
      },
    },
  ],
  needs: { cores: 2, cpuPerRequestUs: 5000 },
  willNotShowWhen: [
    'light requests come as well: then the throughput is the same, and the times are not',
    'the computing is so short that handing it over takes as long',
  ],
} satisfies ExperimentSpec;
