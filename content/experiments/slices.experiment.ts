import type { ExperimentSpec } from '../../protocol/experiment.ts';

// A p99 rests on a thousand light requests.
const light = { kind: 'open', path: '/sleep?ms=5', arrivals: 'poisson', connections: 256, seconds: 6 } as const;

export default {
  id: 'slices',
  title: 'The same work in slices',
  question: 'The loop has as much to do as before, but never for long at a time. What do the others pay now?',
  series: [
    { id: 'node-http', label: 'node/http', variant: 'node/http' },
    { id: 'node-sliced', label: 'node/sliced', variant: 'node/sliced' },
    { id: 'node-http-more', label: 'node/http, 2,000/s', variant: 'node/http', load: { ...light, rate: 2000 } },
  ],
  load: { ...light, rate: 200, among: [{ name: 'computing', path: '/burn?ms=100', percent: 1 }] },
  sweep: { over: 'nothing' },
  probes: true,
  questions: [
    {
      claim: 'eventloop.node-quick-io-apps-fine',
      metric: 'responseP99',
      of: { series: 'node-http', at: 1 },
      against: { series: 'node-sliced', at: 1 },
      sentence:
        'Computing 100 ms in one go makes the p99 of the others at least three times that of computing in slices of 1 ms.',
      rule: { kind: 'atLeast', k: 3 },
      status: 'settled',
      meaning: {
        holds: 'One loop served short callbacks well and long ones badly. The amount of computing was the same.',
        doesNotHold: 'The slices gained the light requests less than a factor of three here.',
      },
    },
    {
      claim: 'scaling.single-thread-bottleneck',
      metric: 'throughput',
      of: { series: 'node-http-more', at: 1 },
      sentence: 'Of 2,000 requests a second that only wait, the one thread answers fewer than 1,900 a second.',
      rule: { kind: 'limit', below: 1900 },
      status: 'settled',
      meaning: {
        holds: 'On this machine so many requests are more than one thread can do, although none of them computes.',
        doesNotHold:
          'Ten times the requests were no trouble for the thread, because none of them computes. What fills a loop is their number times the work of each, and here that was little.',
      },
    },
  ],
  needs: { cores: 2 },
  willNotShowWhen: [
    'the computing takes no longer than the light requests take by themselves',
    'the loop is full: in slices or in one go, more work has come than there is time',
  ],
} satisfies ExperimentSpec;
