import type { ExperimentSpec } from '../../protocol/experiment.ts';

export default {
  id: 'twice',
  title: 'Twice of one thing',
  question: 'One thing is doubled and all else stays. Which requests gain from it?',
  series: [
    { id: 'waits', label: 'waits for a slot', variant: 'node/gateway', path: '/upstream' },
    { id: 'computes', label: 'computes', variant: 'node/gateway', path: '/burn?n=600000' },
  ],
  load: { kind: 'closed', path: '/upstream', connections: 64, seconds: 2 },
  behind: { variant: 'upstream/slow', knobs: { DELAY_MS: 50 } },
  sweep: { over: 'knob', of: 'behind', name: 'SLOTS', label: 'Slots', unit: 'slots', values: [10, 20] },
  questions: [
    {
      claim: 'scaling.vertical-definition',
      of: { series: 'waits', at: 'most' },
      against: { series: 'waits', at: 'least' },
      sentence: 'Twice the slots give requests that wait for a slot about twice the throughput.',
      rule: { kind: 'about', k: 2, band: 1.1 },
      status: 'settled',
      meaning: {
        holds: 'The slots were the bottleneck, so twice of them is twice the work.',
        doesNotHold: 'Something else was full before the slots were.',
      },
    },
    {
      claim: 'course.double-what-is-not-scarce',
      of: { series: 'computes', at: 'most' },
      against: { series: 'computes', at: 'least' },
      sentence: 'Twice the slots leave the throughput of requests that compute as it was, within 10 %.',
      rule: { kind: 'equal', margin: 0.1 },
      status: 'settled',
      meaning: {
        holds: 'These requests never use a slot. The money for the others was spent on what was not scarce.',
        doesNotHold: 'The throughput changed, although nothing that these requests use was changed.',
      },
    },
  ],
  needs: { cores: 2 },
  willNotShowWhen: [
    'fewer connections are open than there are slots: then nobody waits for one',
    'the gateway itself is full before its slots are',
  ],
} satisfies ExperimentSpec;
