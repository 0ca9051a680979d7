import type { ExperimentSpec } from '../../protocol/experiment.ts';

export default {
  id: 'futures',
  title: 'What a handler keeps',
  question: 'A handler has a buffer and then waits. How many bytes is its future?',
  series: [
    { id: 'keeps', label: 'buffer used after the await', variant: 'rust/future', knobs: { KIND: 'keeps' } },
    { id: 'ends-before', label: 'buffer ended before it', variant: 'rust/future', knobs: { KIND: 'ends-before' } },
    { id: 'boxed', label: 'used after it, in a box', variant: 'rust/future', knobs: { KIND: 'boxed' } },
  ],
  load: { kind: 'program', cores: 'one', seconds: 0.1 },
  sweep: {
    over: 'parameter',
    name: 'bytes',
    label: 'Buffer',
    unit: 'bytes',
    values: [16, 1024, 4096, 16_384, 65_536],
  },
  questions: [
    {
      claim: 'async.zero-overhead-futures',
      metric: 'size',
      of: { series: 'keeps', at: 65_536 },
      against: { series: 'ends-before', at: 65_536 },
      sentence: 'A buffer of 64 kB that is used after the await makes the future at least a hundred times as large.',
      denies: true,
      rule: { kind: 'atLeast', k: 100 },
      status: 'settled',
      meaning: {
        holds: 'What lives across an await is a part of the future, byte for byte.',
        doesNotHold: 'This compiler keeps the buffer elsewhere, or keeps both of them.',
      },
    },
    {
      claim: 'async.zero-overhead-futures',
      metric: 'residentEach',
      of: { series: 'keeps', at: 65_536 },
      against: { series: 'ends-before', at: 65_536 },
      sentence: 'A waiting task with the larger future takes at least ten times the physical memory.',
      denies: true,
      rule: { kind: 'atLeast', k: 10 },
      status: 'settled',
      meaning: {
        holds: 'The bytes of the future are paid for by each task, for as long as it waits.',
        doesNotHold: 'The memory of the tasks did not follow the size of their futures here.',
      },
    },
  ],
  needs: { cores: 1 },
  willNotShowWhen: [
    'the buffer is small: then the timer that the handler waits for is larger than the buffer',
    'there are few tasks: then the memory that the runtime takes for itself is shared by few',
  ],
} satisfies ExperimentSpec;
