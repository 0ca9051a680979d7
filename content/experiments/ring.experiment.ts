import type { ExperimentSpec } from '../../protocol/experiment.ts';

const KINDS = { threads: 'threads', tasks: 'Tokio tasks' };
/** About what a small request takes, and nothing. */
const WORK = { 12000: 'with work', 0: 'bare' };

export default {
  id: 'ring',
  title: 'Messages in rings',
  question: 'Ten messages go round in rings of threads, or of tasks. What does one step take if the rings are larger?',
  series: Object.entries(WORK).flatMap(([steps, work]) =>
    Object.entries(KINDS).map(([kind, kinds]) => ({
      id: `${kind}-${work.replace(' ', '-')}`,
      label: `${kinds}, ${work}`,
      variant: 'rust/ring',
      knobs: { KIND: kind, STEPS: Number(steps) },
    })),
  ),
  load: { kind: 'program', cores: 'one' },
  sweep: {
    over: 'parameter',
    name: 'count',
    label: 'Threads or tasks',
    unit: 'threads or tasks',
    values: [20, 100, 1000, 10_000],
  },
  questions: [
    {
      claim: 'course.switch-price-stays',
      metric: 'cpuEach',
      of: { series: 'threads-bare', at: 'most' },
      against: { series: 'threads-bare', at: 'least' },
      sentence: 'A message without work takes ten thousand threads the same CPU time as twenty, within 25 %.',
      rule: { kind: 'equal', margin: 0.25 },
      status: 'settled',
      meaning: {
        holds: 'What a switch costs did not grow with the number of threads by more than that.',
        doesNotHold:
          'There are as many switches in a step, and its time changed by more than that: the number of threads is in the price.',
      },
    },
    {
      claim: 'course.switch-price-stays',
      metric: 'cpuEach',
      of: { series: 'tasks-bare', at: 'most' },
      against: { series: 'tasks-bare', at: 'least' },
      sentence: 'A message without work takes ten thousand tasks the same CPU time as twenty, within 25 %.',
      rule: { kind: 'equal', margin: 0.25 },
      status: 'settled',
      meaning: {
        holds: 'Without switches the number did not change the time of a step by more than that.',
        doesNotHold: 'The number has a price without any switch: what is added here is not switching.',
      },
    },
    {
      claim: 'threads.cpu-more-managing-than-serving',
      metric: 'cpuEach',
      of: { series: 'threads-with-work', at: 'most' },
      against: { series: 'tasks-with-work', at: 'most' },
      sentence: 'A message with work in it takes ten thousand threads at least twice the CPU time of as many tasks.',
      rule: { kind: 'atLeast', k: 2 },
      status: 'settled',
      meaning: {
        holds: 'Half of the time of the threads or more went beyond what as many tasks need.',
        doesNotHold:
          'Less than half of the time of the threads went beyond what as many tasks need, their work of about 20 µs included.',
      },
    },
    {
      claim: 'threads.c10k-80pct-switching',
      metric: 'cpuEach',
      of: { series: 'threads-with-work', at: 'most' },
      against: { series: 'tasks-with-work', at: 'most' },
      sentence:
        'A message with work in it takes ten thousand threads at least five times the CPU time of as many tasks.',
      rule: { kind: 'atLeast', k: 5 },
      status: 'settled',
      meaning: {
        holds: 'Four fifths of the time of the threads or more went beyond what as many tasks need.',
        doesNotHold:
          'Four fifths would be five times as long. Less than that went beyond what as many tasks need; how tasks take turns is not counted as switching.',
      },
    },
    {
      claim: 'threads.c10k-80pct-switching',
      metric: 'cpuEach',
      of: { series: 'threads-bare', at: 'most' },
      against: { series: 'tasks-bare', at: 'most' },
      sentence: 'A message without work takes ten thousand threads at least five times the CPU time of as many tasks.',
      rule: { kind: 'atLeast', k: 5 },
      status: 'settled',
      meaning: {
        holds: 'Four fifths of the time of the threads or more went beyond what as many tasks need.',
        doesNotHold:
          'Four fifths would be five times as long. Less than that went beyond what as many tasks need; how tasks take turns is not counted as switching.',
      },
    },
  ],
  needs: { cores: 1 },
  willNotShowWhen: [
    'the lab allows fewer threads than there are in the rings: the run then ends and says how many there were',
    'the rings have several cores: a message that goes from core to core finds other caches',
    'thousands of threads want the core at once: here ten do, and the others sleep',
  ],
} satisfies ExperimentSpec;
