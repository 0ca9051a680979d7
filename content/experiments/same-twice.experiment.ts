import type { ExperimentSpec } from '../../protocol/experiment.ts';

export default {
  id: 'same-twice',
  title: 'The same server twice',
  question: 'Nothing is changed between two runs. How much do they differ?',
  series: [
    { id: 'one', label: 'node/http', variant: 'node/http' },
    { id: 'again', label: 'node/http again', variant: 'node/http' },
  ],
  // About a millisecond a request. A p99 needs a thousand answers.
  load: { kind: 'closed', path: '/burn?n=600000', connections: 16, seconds: 2.5 },
  sweep: { over: 'nothing' },
  questions: [
    {
      claim: 'course.noise-floor',
      of: { series: 'again', at: 1 },
      against: { series: 'one', at: 1 },
      sentence: 'The throughput of the same server, measured again, is the same within 5 %.',
      rule: { kind: 'equal', margin: 0.05 },
      status: 'settled',
      meaning: {
        holds:
          'On this machine a throughput that differs by more than the ends of the interval is worth a second look.',
        doesNotHold: 'On this machine nothing has to change for a throughput to change by more than 5 %.',
      },
    },
    {
      claim: 'course.noise-floor-tail',
      metric: 'serviceP99',
      of: { series: 'again', at: 1 },
      against: { series: 'one', at: 1 },
      sentence: 'The p99 of the same server, measured again, is the same within 5 %.',
      rule: { kind: 'equal', margin: 0.05 },
      status: 'settled',
      meaning: {
        holds: 'On this machine and under this load even the slowest of a hundred repeats itself.',
        doesNotHold: 'On this machine nothing has to change for a p99 to change by more than 5 %.',
      },
    },
  ],
  needs: { cores: 2 },
  willNotShowWhen: [
    'the machine is quieter while you measure than while you use it: then it looks better than it is',
    'what is measured is something else: a time, a memory or a start-up has a noise of its own',
  ],
} satisfies ExperimentSpec;
