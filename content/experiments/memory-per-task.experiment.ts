import type { ExperimentSpec } from '../../protocol/experiment.ts';

export default {
  id: 'memory-per-task',
  title: 'What waiting takes',
  question: 'Ten thousand threads or tasks wait. How much memory does each of them take?',
  series: [
    { id: 'rust-threads', label: 'Rust threads', variant: 'rust/waiting', knobs: { KIND: 'threads', STACK_KB: 8192 } },
    { id: 'rust-tasks', label: 'Tokio tasks', variant: 'rust/waiting', knobs: { KIND: 'tasks' } },
    { id: 'node-promises', label: 'Node promises', variant: 'node/waiting' },
    { id: 'java-threads', label: 'Java threads', variant: 'java/waiting', knobs: { KIND: 'platform', STACK_KB: 1024 } },
    { id: 'java-virtual', label: 'Java virtual threads', variant: 'java/waiting', knobs: { KIND: 'virtual' } },
  ],
  load: { kind: 'program', cores: 'one', seconds: 1 },
  sweep: {
    over: 'parameter',
    name: 'count',
    label: 'Threads or tasks',
    unit: 'threads or tasks',
    values: [1000, 10_000],
  },
  questions: [
    {
      claim: 'threads.idle-thread-8mb',
      metric: 'residentEach',
      of: { series: 'rust-threads', at: 'most' },
      sentence: 'A thread that waits takes less than 1 MB of physical memory, with 8 MB of stack reserved for it.',
      denies: true,
      rule: { kind: 'limit', below: 1_000_000 },
      status: 'settled',
      meaning: {
        holds: 'The 8 MB are address space. Physical memory comes page by page, when a page is first touched.',
        doesNotHold: 'Threads that wait took more than 1 MB of physical memory each here.',
      },
    },
    {
      claim: 'threads.c10k-80gb-stacks',
      metric: 'virtualEach',
      of: { series: 'rust-threads', at: 'most' },
      against: { series: 'java-threads', at: 'most' },
      sentence: 'Threads with 8 MB of stack take about eight times the address space of threads with 1 MB.',
      rule: { kind: 'about', k: 8 },
      status: 'settled',
      meaning: {
        holds: 'Address space follows the setting: ten thousand times 8 MB are 80 GB of it.',
        doesNotHold: 'The address space of these processes did not follow the size of their stacks.',
      },
    },
    {
      claim: 'threads.c10k-80gb-stacks',
      metric: 'residentEach',
      of: { series: 'rust-threads', at: 'most' },
      sentence: 'Ten thousand waiting threads with 8 MB of stack take less than 1 GB of physical memory: 100 kB each.',
      denies: true,
      rule: { kind: 'limit', below: 100_000 },
      status: 'settled',
      meaning: {
        holds: 'Together they took far less than the 80 GB, which are never asked for.',
        doesNotHold: 'Each of ten thousand waiting threads took 100 kB of physical memory or more here.',
      },
    },
    {
      claim: 'memory.2kb-per-task',
      metric: 'residentEach',
      of: { series: 'rust-tasks', at: 'most' },
      sentence: 'A Tokio task that sleeps takes less than 2 kB of physical memory.',
      rule: { kind: 'limit', below: 2048 },
      status: 'settled',
      meaning: {
        holds:
          'The task alone is that small. The connection, the buffers and the request that it serves are not in it.',
        doesNotHold: 'Even a task that only sleeps took more than 2 kB here.',
      },
    },
    {
      claim: 'memory.8mb-vs-2kb-4000x',
      metric: 'residentEach',
      of: { series: 'rust-threads', at: 'most' },
      against: { series: 'rust-tasks', at: 'most' },
      sentence: 'A thread that waits takes about 4,000 times the physical memory of a task.',
      rule: { kind: 'about', k: 4000 },
      status: 'opened',
      meaning: {
        holds: 'The ratio of the address spaces is also that of physical memory here.',
        doesNotHold: 'The factor compares address space with physical memory. In physical memory it is far smaller.',
      },
    },
  ],
  needs: { cores: 1 },
  willNotShowWhen: [
    'there are few of them: what the runtime sets up once is then shared by few',
    'they do something: a stack that is used deeply is touched, and then takes what was touched',
    'the kernel hands out pages of 2 MB wherever it can, as some are set to: one touch of a stack may then take 2 MB',
    'a limit for threads comes first: the run then ends and says how many there were',
  ],
} satisfies ExperimentSpec;
