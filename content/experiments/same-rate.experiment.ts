import type { ExperimentSpec } from '../../protocol/experiment.ts';

const routes = { ping: '/ping', json: '/json', hash: '/hash?n=200', burn: '/burn?n=200000' };
const servers = { node: 'node/http', rust: 'rust/axum' };

export default {
  id: 'same-rate',
  title: 'A thousand a second',
  question: 'Two servers answer the same thousand requests a second. How much CPU does one request cost each of them?',
  series: Object.entries(routes).flatMap(([route, path]) =>
    Object.entries(servers).map(([name, variant]) => ({
      id: `${name}-${route}`,
      label: `${variant} ${path}`,
      variant,
      path,
    })),
  ),
  load: { kind: 'open', path: '/json', rate: 1000, arrivals: 'poisson', connections: 64 },
  sweep: { over: 'nothing' },
  questions: [
    {
      claim: 'throughput.cpu-under-load',
      metric: 'cpuPerRequest',
      of: { series: 'rust-json', at: 'most' },
      against: { series: 'node-json', at: 'most' },
      sentence: 'At a thousand requests for JSON a second, rust/axum uses about half the CPU time of node/http.',
      rule: { kind: 'about', k: 0.5 },
      status: 'settled',
      meaning: {
        holds: 'For this route and this rate it is about half. The percentage of a core follows from the rate.',
        doesNotHold: 'For this route and this rate it is not half.',
      },
    },
    {
      claim: 'course.saves-alike',
      metric: 'cpuPerRequest',
      of: { series: 'node-burn', at: 'most' },
      against: { series: 'rust-burn', at: 'most' },
      sentence: 'A request that computes in a loop takes node/http at least twice the CPU time of rust/axum, too.',
      rule: { kind: 'atLeast', k: 2 },
      status: 'settled',
      meaning: {
        holds: 'Here the loop is twice as cheap in Rust as well.',
        doesNotHold: 'The ratio is another one where other code does the work: it belongs to the route.',
      },
    },
  ],
  needs: { cores: 2 },
  willNotShowWhen: [
    'each server is driven at its own full rate: the faster one then does more, and its CPU percentage says nothing of the price',
    'the rate is so low that starting, cleaning up and compiling are most of what is used',
    'other programs disturb the machine',
  ],
} satisfies ExperimentSpec;
