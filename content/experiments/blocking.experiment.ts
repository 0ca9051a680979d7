import type { ExperimentSpec } from '../../protocol/experiment.ts';

export default {
  id: 'blocking',
  title: 'Blocking it',
  question: 'A few of two hundred requests a second compute for 100 ms. What do the others pay?',
  series: [{ id: 'node-http', label: 'node/http', variant: 'node/http' }],
  load: {
    kind: 'open',
    path: '/sleep?ms=5',
    rate: 200,
    arrivals: 'poisson',
    connections: 256,
    // A p99 rests on a thousand light requests.
    seconds: 6,
    among: [{ name: 'computing', path: '/burn?ms=100', percent: 1 }],
  },
  sweep: { over: 'share', name: 'computing', label: 'Requests that compute', unit: '%', values: [0, 1, 2, 5] },
  probes: true,
  questions: [
    {
      claim: 'eventloop.cpu-blocks-process',
      metric: 'responseP99',
      of: { series: 'node-http', at: 1 },
      against: { series: 'node-http', at: 0 },
      sentence: 'When 1 % of the requests compute for 100 ms, the p99 of the others is at least five times as long.',
      rule: { kind: 'atLeast', k: 5 },
      status: 'settled',
      meaning: {
        holds: 'Requests that only wait 5 ms were kept waiting by others that computed on the same loop.',
        doesNotHold: 'The slow end of the light requests grew by less than a factor of five here.',
      },
    },
  ],
  needs: { cores: 2 },
  willNotShowWhen: [
    'the computing takes no longer than the light requests take by themselves',
    'only the median is looked at: most of them come when nobody computes',
    'the load tool waits for answers: it then sends nothing while the loop is blocked',
  ],
} satisfies ExperimentSpec;
