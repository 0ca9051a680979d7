import type { ExperimentSpec } from '../../protocol/experiment.ts';

export default {
  id: 'layout',
  title: 'Where the bytes are',
  question: 'What does one value take by itself, before anything that it points to?',
  series: [
    { id: 'user', label: 'User', variant: 'rust/size-of', knobs: { TYPE: 'user' } },
    { id: 'box', label: 'Box<u8>', variant: 'rust/size-of', knobs: { TYPE: 'box' } },
    { id: 'option-box', label: 'Option<Box<u8>>', variant: 'rust/size-of', knobs: { TYPE: 'option-box' } },
    { id: 'option-u64', label: 'Option<u64>', variant: 'rust/size-of', knobs: { TYPE: 'option-u64' } },
    { id: 'mixed', label: 'u8, u64, u8', variant: 'rust/size-of', knobs: { TYPE: 'mixed' } },
    {
      id: 'as-written',
      label: 'u8, u64, u8 in repr(C)',
      variant: 'rust/size-of',
      knobs: { TYPE: 'mixed-as-written' },
    },
  ],
  load: { kind: 'program', cores: 'one' },
  sweep: { over: 'nothing' },
  questions: [
    {
      claim: 'memory.rust-user-64-bytes',
      metric: 'size',
      of: { series: 'user', at: 1 },
      sentence: 'A user of a UUID and two strings takes at most 64 bytes by itself.',
      rule: { kind: 'limit', below: 65 },
      status: 'opened',
      meaning: {
        holds:
          'Sixteen bytes, and twice a pointer, a length and a capacity. The characters lie elsewhere and come on top.',
        doesNotHold: 'The compiler lays this type out in more than 64 bytes here.',
      },
    },
    {
      claim: 'memory.rust-layout-compile-time',
      metric: 'size',
      of: { series: 'as-written', at: 1 },
      against: { series: 'mixed', at: 1 },
      sentence: 'The order that C keeps takes 1.5 times the bytes of the order that the compiler chooses.',
      rule: { kind: 'about', k: 1.5, band: 1.01 },
      status: 'settled',
      meaning: {
        holds: 'The layout is fixed before the program runs. Who chooses the order of the fields chooses the gaps.',
        doesNotHold: 'This compiler lays the two types out in another ratio.',
      },
    },
  ],
  needs: { cores: 1 },
  willNotShowWhen: ['pointers have another size than eight bytes: all of these numbers are those of a 64-bit machine'],
} satisfies ExperimentSpec;
