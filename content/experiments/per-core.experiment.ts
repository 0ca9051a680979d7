import type { ExperimentSpec } from '../../protocol/experiment.ts';

export default {
  id: 'per-core',
  title: 'What a bigger machine costs each request',
  question: 'A server is given all cores instead of one. How much core time does one pay for each request?',
  series: [
    { id: 'rust-axum', label: 'rust/axum', variant: 'rust/axum' },
    { id: 'node-cluster', label: 'node/cluster', variant: 'node/cluster' },
    { id: 'node-http', label: 'node/http', variant: 'node/http' },
  ],
  load: { kind: 'closed', path: '/burn?n=1800000', connections: 64, requests: { look: 400, block: 600 } },
  sweep: { over: 'cores' },
  questions: [
    {
      claim: 'scaling.vertical-expensive',
      metric: 'coreTimePerRequest',
      of: { series: 'rust-axum', at: 'most' },
      against: { series: 'rust-axum', at: 'least' },
      sentence: 'With all cores a request takes rust/axum at least a tenth more core time than with one.',
      rule: { kind: 'atLeast', k: 1.1 },
      status: 'settled',
      meaning: {
        holds:
          'The bigger machine does less for each of its cores. Even at the same price for a core, a request costs more.',
        doesNotHold:
          'Each core did its share, within a tenth. Here a request costs more on a bigger machine only if its cores cost more.',
      },
    },
  ],
  needs: { cores: 2, cpuPerRequestUs: 2000 },
  willNotShowWhen: [
    'the cores are threads of the same core, or the host gives a machine less than it names',
    'the requests share nothing: with a lock or a database behind them the price rises much earlier',
    'there are two cores: what grows with their number has hardly begun',
  ],
} satisfies ExperimentSpec;
