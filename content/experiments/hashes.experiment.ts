import type { ExperimentSpec } from '../../protocol/experiment.ts';

export default {
  id: 'hashes',
  title: 'Whose code hashes',
  question: 'The same SHA-256 in three languages. How long does one hash take?',
  series: [
    { id: 'rust', label: 'Rust', variant: 'rust/sha256' },
    { id: 'node', label: 'Node (OpenSSL)', variant: 'node/sha256', knobs: { KIND: 'native' } },
    { id: 'javascript', label: 'plain JavaScript', variant: 'node/sha256', knobs: { KIND: 'javascript' } },
    { id: 'java', label: 'Java', variant: 'java/sha256' },
  ],
  load: { kind: 'program', cores: 'one' },
  sweep: { over: 'parameter', name: 'bytes', label: 'Size', unit: 'bytes', values: [64, 1024, 65_536] },
  questions: [
    {
      claim: 'latency.hash-2ms-vs-02',
      metric: 'timeEach',
      of: { series: 'node', at: 1024 },
      against: { series: 'rust', at: 1024 },
      sentence: 'For 1 kB a hash takes Node at least five times as long as Rust.',
      rule: { kind: 'atLeast', k: 5 },
      status: 'settled',
      meaning: {
        holds: 'The way from JavaScript to the hash and back costs more than the hash itself here.',
        doesNotHold: 'Node calls OpenSSL, which is native code with the same instructions of the processor.',
      },
    },
    {
      claim: 'latency.hash-2ms-vs-02',
      metric: 'timeEach',
      of: { series: 'javascript', at: 1024 },
      against: { series: 'node', at: 1024 },
      sentence: 'Written in plain JavaScript, the same hash takes at least five times as long.',
      rule: { kind: 'atLeast', k: 5 },
      status: 'settled',
      meaning: {
        holds: 'This is where a large factor comes from: from whose code does the work.',
        doesNotHold: 'V8 made the plain JavaScript come closer to native code than a factor of five here.',
      },
    },
  ],
  needs: { cores: 1 },
  willNotShowWhen: [
    'the data is small: then the call is most of it, and not the hash',
    'the processor has no instructions for SHA-256: then all of them compute it step by step',
  ],
} satisfies ExperimentSpec;
