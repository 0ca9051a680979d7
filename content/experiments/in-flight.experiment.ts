import type { ExperimentSpec } from '../../protocol/experiment.ts';

export default {
  id: 'in-flight',
  title: 'Waiting requests',
  question: 'Each request waits 100 ms on one thread. How many can wait at the same time?',
  series: [{ id: 'node-http', label: 'node/http', variant: 'node/http' }],
  load: { kind: 'closed', path: '/sleep?ms=100', connections: 10, seconds: 3 },
  sweep: { over: 'connections', values: [10, 100, 1000, 10_000] },
  questions: [
    {
      claim: 'eventloop.node-nonblocking-io-sample',
      metric: 'serviceP50',
      of: { series: 'node-http', at: 1000 },
      against: { series: 'node-http', at: 10 },
      sentence: 'With 1,000 requests in flight the median is that of ten, within 10 %.',
      rule: { kind: 'equal', margin: 0.1 },
      status: 'settled',
      meaning: {
        holds: 'A request that waited held up none of the others.',
        doesNotHold: 'The others took time from a request that only waits.',
      },
    },
    {
      claim: 'throughput.node-good-for-io',
      metric: 'throughput',
      of: { series: 'node-http', at: 1000 },
      against: { series: 'node-http', at: 10 },
      sentence: 'With 1,000 requests in flight, one thread answers at least 90 times as many a second as with ten.',
      rule: { kind: 'atLeast', k: 90 },
      status: 'settled',
      meaning: {
        holds: 'One event loop served a thousand waiting requests nearly as if each had a thread of its own.',
        doesNotHold: 'The loop lost more than a tenth of what a thousand waiting requests could get.',
      },
    },
  ],
  needs: { cores: 2 },
  willNotShowWhen: [
    'the load tool is full before the server is: at the right end of the chart, look at its share',
    'the requests compute instead of waiting: that is another lesson',
  ],
} satisfies ExperimentSpec;
