import type { ExperimentSpec } from '../../protocol/experiment.ts';

export default {
  id: 'idle-sockets',
  title: 'Which one is ready?',
  question: 'One socket is ready and the others are idle. How long does it take to ask the kernel which one it is?',
  series: [
    // The C library's set has room for the numbers 0 to 1,023.
    { id: 'select', label: 'select', variant: 'rust/readiness', knobs: { CALL: 'select' }, upTo: 1000 },
    { id: 'poll', label: 'poll', variant: 'rust/readiness', knobs: { CALL: 'poll' } },
    { id: 'epoll', label: 'epoll', variant: 'rust/readiness', knobs: { CALL: 'epoll' } },
  ],
  load: { kind: 'program', cores: 'one', seconds: 0.3 },
  sweep: {
    over: 'parameter',
    name: 'count',
    label: 'Idle sockets',
    unit: 'idle sockets',
    values: [10, 100, 1000, 10_000],
  },
  questions: [
    {
      claim: 'course.idle-is-free',
      metric: 'timeEach',
      of: { series: 'epoll', at: 'most' },
      against: { series: 'epoll', at: 'least' },
      sentence: 'With epoll it takes as long among ten thousand idle sockets as among ten, within 50 %.',
      rule: { kind: 'equal', margin: 0.5 },
      status: 'settled',
      meaning: {
        holds: 'Nobody looked at the idle ones.',
        doesNotHold: 'The idle ones made a difference of more than that here.',
      },
    },
    {
      claim: 'course.idle-is-free',
      metric: 'timeEach',
      of: { series: 'poll', at: 'most' },
      against: { series: 'poll', at: 'least' },
      sentence: 'With poll it takes as long among ten thousand idle sockets as among ten, within 50 %.',
      rule: { kind: 'equal', margin: 0.5 },
      status: 'settled',
      meaning: {
        holds: 'A thousand times as many made no such difference here.',
        doesNotHold: 'The kernel looks at each entry of the list, with every call.',
      },
    },
  ],
  needs: { cores: 1 },
  willNotShowWhen: [
    'most of the sockets are ready: then there is work for each of them, whoever asks',
    'a loop waits in the call until somebody is ready: poll and select then do more for each idle socket than here',
    'there are few of them: a list of ten is short for every call',
    'a lab may have fewer than some 10,000 open files in a process: the program then ends and says so',
  ],
} satisfies ExperimentSpec;
