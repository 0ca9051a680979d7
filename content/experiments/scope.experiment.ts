import type { ExperimentSpec } from '../../protocol/experiment.ts';

export default {
  id: 'scope',
  title: 'Four handlers with one buffer',
  question: 'Each handler has the same buffer of 4,096 bytes. Whose future holds it?',
  series: [
    {
      id: 'ends-before',
      label: 'ended in a block',
      variant: 'rust/future',
      knobs: { KIND: 'ends-before', BYTES: 4096 },
    },
    { id: 'keeps', label: 'used after the await', variant: 'rust/future', knobs: { KIND: 'keeps', BYTES: 4096 } },
    {
      id: 'in-scope',
      label: 'in scope, not used after it',
      variant: 'rust/future',
      knobs: { KIND: 'in-scope', BYTES: 4096 },
    },
    { id: 'handed-on', label: 'handed on by value', variant: 'rust/future', knobs: { KIND: 'handed-on', BYTES: 4096 } },
  ],
  load: { kind: 'program', cores: 'one', seconds: 0.1 },
  sweep: { over: 'nothing' },
  questions: [
    {
      claim: 'course.buffer-after-use',
      metric: 'size',
      of: { series: 'in-scope', at: 1 },
      against: { series: 'ends-before', at: 1 },
      sentence:
        'A future with a buffer in scope at the await, not used after it, is as large as one whose buffer has ended, within 10 %.',
      rule: { kind: 'equal', margin: 0.1 },
      status: 'settled',
      meaning: {
        holds: 'This compiler sees that nobody needs the buffer any more.',
        doesNotHold: 'The compiler kept a buffer that nobody needs any more.',
      },
    },
    {
      claim: 'async.zero-overhead-futures',
      metric: 'size',
      of: { series: 'handed-on', at: 1 },
      against: { series: 'keeps', at: 1 },
      sentence: 'A buffer that is handed to an async function by value has its place in the future twice.',
      denies: true,
      rule: { kind: 'about', k: 2, band: 1.1 },
      status: 'settled',
      meaning: {
        holds: 'One place is that of the argument, and one that of the variable into which the function takes it.',
        doesNotHold: 'This compiler has another number of places for the argument.',
      },
    },
  ],
  needs: { cores: 1 },
  willNotShowWhen: [
    'a later compiler lays the states out in a better way: the sizes are those of the one that built it',
  ],
} satisfies ExperimentSpec;
