import type { ExperimentSpec } from '../../protocol/experiment.ts';

export default {
  id: 'full-speed',
  title: 'As fast as it can',
  question: 'Every connection always has a next request. What does one answer cost, and how many fit into a second?',
  series: [
    { id: 'rust-ping', label: 'rust/axum /ping', variant: 'rust/axum' },
    { id: 'rust-json', label: 'rust/axum /json', variant: 'rust/axum', path: '/json' },
    { id: 'rust-burn', label: 'rust/axum /burn?n=200000', variant: 'rust/axum', path: '/burn?n=200000' },
    { id: 'node-ping', label: 'node/http /ping', variant: 'node/http' },
    { id: 'node-json', label: 'node/http /json', variant: 'node/http', path: '/json' },
    { id: 'node-burn', label: 'node/http /burn?n=200000', variant: 'node/http', path: '/burn?n=200000' },
  ],
  load: { kind: 'closed', path: '/ping', connections: 64 },
  sweep: { over: 'nothing' },
  questions: [
    {
      claim: 'throughput.axum-50k-100k-rps',
      metric: 'cpuPerRequest',
      of: { series: 'rust-ping', at: 'most' },
      sentence:
        'An answer of rust/axum to /ping costs less than 0.02 ms of CPU time, so that more than 50,000 fit into a second of one core.',
      rule: { kind: 'limit', below: 0.02 },
      status: 'settled',
      meaning: {
        holds: 'The smallest route reaches the figure of the claim on one core. It does nothing but answer.',
        doesNotHold: 'On this core even the smallest route stays below the figure of the claim.',
      },
    },
    {
      claim: 'throughput.axum-50k-100k-rps',
      metric: 'cpuPerRequest',
      of: { series: 'rust-json', at: 'most' },
      sentence: 'An answer of rust/axum to /json, twelve records as text, costs less than 0.02 ms as well.',
      rule: { kind: 'limit', below: 0.02 },
      status: 'settled',
      meaning: {
        holds: 'So does an answer with a little work in it. A route that computes is far from it: see the loop.',
        doesNotHold: 'A little work in the answer, and the same server is below the figure. There is no typical one.',
      },
    },
  ],
  needs: { cores: 2 },
  willNotShowWhen: [
    'the load tool is full before the server: its rate is then "at least", and only the CPU time of an answer counts',
  ],
} satisfies ExperimentSpec;
