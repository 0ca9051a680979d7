import type { ExperimentSpec } from '../../protocol/experiment.ts';

export default {
  id: 'woken',
  title: 'With nothing to do',
  question: 'A program holds a thousand open connections. What does it cost it when few messages come, or many?',
  series: [
    { id: 'node', label: 'Node', variant: 'node/woken' },
    { id: 'rust-each', label: 'Tokio, a task each', variant: 'rust/woken', knobs: { KIND: 'each' } },
    { id: 'rust-together', label: 'Tokio, one task for all', variant: 'rust/woken', knobs: { KIND: 'together' } },
  ],
  load: { kind: 'program', cores: 'one', seconds: 6.5 },
  sweep: { over: 'parameter', name: 'rate', label: 'Messages', unit: 'messages/s', values: [1, 10, 100, 1000] },
  questions: [
    {
      claim: 'throughput.idle-cpu',
      metric: 'cpuShare',
      of: { series: 'node', at: 'least' },
      and: { series: 'rust-each', at: 'least' },
      sentence:
        'With a thousand open connections and one message a second, neither Node nor Tokio takes 0.5 % of a core.',
      denies: true,
      rule: { kind: 'limit', below: 0.5 },
      status: 'settled',
      meaning: {
        holds: 'Both sleep in the kernel nearly all the time. A percentage of them compares two nothings.',
        doesNotHold: 'At least one of them took half a per cent of a core or more for one message a second.',
      },
    },
    {
      claim: 'async.wake-only-when-ready',
      metric: 'polls',
      of: { series: 'rust-each', at: 'most' },
      sentence: 'With a task for each of a thousand connections, a message leads to less than two polls.',
      rule: { kind: 'limit', below: 2 },
      status: 'settled',
      meaning: {
        holds: 'Only the task whose connection had a message was polled. The others cost nothing.',
        doesNotHold: 'Tasks were polled whose connections had nothing to read.',
      },
    },
  ],
  needs: { cores: 1 },
  willNotShowWhen: [
    'the program does something by itself, such as timers, metrics or a framework that looks after things',
    'other programs take the core: then the kernel counts switches that no message has caused',
  ],
} satisfies ExperimentSpec;
