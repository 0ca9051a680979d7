import type { ExperimentSpec } from '../../protocol/experiment.ts';

export default {
  id: 'cores',
  title: 'More cores, one server',
  question: 'A server gets more cores. How much more work does it do?',
  series: [
    { id: 'node-http', label: 'node/http', variant: 'node/http' },
    { id: 'node-cluster', label: 'node/cluster', variant: 'node/cluster' },
    { id: 'rust-hyper', label: 'rust/hyper', variant: 'rust/hyper' },
    { id: 'rust-axum', label: 'rust/axum', variant: 'rust/axum' },
    { id: 'rust-hyper-one', label: 'rust/hyper, 1 connection', variant: 'rust/hyper', connections: 1 },
  ],
  load: {
    kind: 'closed',
    path: '/burn?n=1800000',
    connections: 64,
    requests: { look: 400, block: 600 },
  },
  sweep: { over: 'cores' },
  questions: [
    {
      claim: 'eventloop.node-sample-one-core',
      of: { series: 'node-http', at: 'most' },
      against: { series: 'node-http', at: 'least' },
      sentence: 'All cores give node/http the throughput of one, within 10 %.',
      rule: { kind: 'equal', margin: 0.1 },
      status: 'settled',
      meaning: {
        holds: 'One event loop ran all the JavaScript. The other cores gave this server nothing here.',
        doesNotHold: 'More cores changed the throughput of the plain server by more than 10 % here.',
      },
    },
    {
      claim: 'scaling.16-cpu-node-uses-1',
      of: { series: 'node-http', at: 'most' },
      against: { series: 'node-http', at: 'least' },
      sentence: 'All cores give node/http the throughput of one, within 10 %.',
      rule: { kind: 'equal', margin: 0.1 },
      status: 'opened',
      meaning: {
        holds:
          'For a request that only computes in JavaScript, one core was used. Work that Node hands to its thread pool is not tested here.',
        doesNotHold: 'More cores changed the throughput of the plain server by more than 10 % here.',
      },
    },
    {
      claim: 'scaling.hyper-scales-by-default',
      of: { series: 'rust-hyper', at: 'most' },
      against: { series: 'rust-hyper', at: 'least' },
      sentence: 'With 64 connections, all cores give rust/hyper at least three quarters of the ideal gain.',
      rule: { kind: 'atLeast', perCore: 0.75 },
      status: 'settled',
      meaning: {
        holds: 'Sixty-four connections are sixty-four tasks, and the runtime spread them over the cores.',
        doesNotHold: 'The cores gave less than three quarters of the ideal gain here.',
      },
    },
    {
      claim: 'scaling.rust-uses-all-cores',
      of: { series: 'rust-axum', at: 'most' },
      against: { series: 'rust-axum', at: 'least' },
      sentence: 'With 64 connections, all cores give rust/axum at least three quarters of the ideal gain.',
      rule: { kind: 'atLeast', perCore: 0.75 },
      status: 'settled',
      meaning: {
        holds:
          'This server on a multi-thread runtime used the cores. It is the runtime and the many connections that do it, not the language.',
        doesNotHold: 'The cores gave less than three quarters of the ideal gain here.',
      },
    },
    {
      claim: 'course.one-connection-one-core',
      of: { series: 'rust-hyper-one', at: 'most' },
      against: { series: 'rust-hyper-one', at: 'least' },
      sentence: 'With one connection, all cores give rust/hyper the throughput of one, within 10 %.',
      rule: { kind: 'equal', margin: 0.1 },
      status: 'settled',
      meaning: {
        holds: 'One connection is one task, and one task runs on one core at a time. More cores did not help it.',
        doesNotHold: 'More cores changed the throughput of a single connection by more than 10 % here.',
      },
    },
  ],
  needs: { cores: 2, cpuPerRequestUs: 2000 },
  willNotShowWhen: [
    'the request does almost no work: on two cores the load tool then needs the second core itself',
    'only one connection is open: there is one request at a time to work on',
    'other programs are using the cores while it measures',
  ],
} satisfies ExperimentSpec;
