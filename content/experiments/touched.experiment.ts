import type { ExperimentSpec } from '../../protocol/experiment.ts';

export default {
  id: 'touched',
  title: 'Reserved and touched',
  question: 'Threads use some of their stack, return, and wait. What decides how much memory they take?',
  series: [
    {
      id: 'reserve-2mb',
      label: '2 MB reserved',
      variant: 'rust/waiting',
      knobs: { KIND: 'threads', COUNT: 400, STACK_KB: 2048 },
    },
    {
      id: 'reserve-8mb',
      label: '8 MB reserved',
      variant: 'rust/waiting',
      knobs: { KIND: 'threads', COUNT: 400, STACK_KB: 8192 },
    },
  ],
  load: { kind: 'program', cores: 'one', seconds: 0.1 },
  sweep: { over: 'parameter', name: 'used-kb', label: 'Stack used', unit: 'kB', values: [32, 256, 512, 768, 1024] },
  questions: [
    {
      claim: 'threads.idle-thread-8mb',
      metric: 'residentEach',
      of: { series: 'reserve-8mb', at: 'least' },
      against: { series: 'reserve-2mb', at: 'least' },
      sentence: 'With four times the stack reserved, a thread takes at least twice the physical memory.',
      rule: { kind: 'atLeast', k: 2 },
      status: 'settled',
      meaning: {
        holds: 'Physical memory grew with what was reserved here.',
        doesNotHold: 'What was reserved made no such difference. Both had used equally much.',
      },
    },
    {
      claim: 'course.deep-call-given-back',
      metric: 'residentEach',
      of: { series: 'reserve-8mb', at: 'most' },
      against: { series: 'reserve-8mb', at: 'least' },
      sentence: 'Threads that have returned from a call 1 MB deep take as much as those that used 32 kB, within 25 %.',
      rule: { kind: 'equal', margin: 0.25 },
      status: 'settled',
      meaning: {
        holds: 'What the deep call had touched was given back when it returned.',
        doesNotHold: 'The calls had returned long ago, and their pages were still there.',
      },
    },
  ],
  needs: { cores: 1 },
  willNotShowWhen: [
    'the kernel hands out pages of 2 MB wherever it can: then the first touch may take more than all that was used',
    'memory is short, and pages that nobody uses are moved to disk',
  ],
} satisfies ExperimentSpec;
