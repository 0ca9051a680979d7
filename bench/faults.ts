import type { Bar } from './bar.ts';
import { loadToolTests } from './binaries.ts';

/** Servers of `sandbox-server/load/tests/faults.rs`, named after their fault. */
const FAULTS = [
  'refuses',
  'accepts_then_resets',
  'never_answers',
  'half_body',
  'wrong_length',
  'wrong_body',
  '503_every_10th',
  'closes_every_100',
];

/**
 * AB8: the load tool's own tests run the built program against a server for each fault and compare the counts of each
 * error kind. They are run here and not written twice.
 */
export const faults: Bar = {
  id: 'AB8',
  title: 'each fault of a server is counted exactly, under its kind',
  async measure() {
    const tests = loadToolTests('faults');
    const passed = (fault: string) => [...tests].some(([name, ok]) => ok && name.includes(fault));
    return {
      figures: { tests: tests.size, passed: [...tests.values()].filter(Boolean).length },
      exact: {
        ...Object.fromEntries(FAULTS.map((fault) => [fault.replaceAll('_', '-'), passed(fault)])),
        'every test of faults': tests.size > 0 && [...tests.values()].every(Boolean),
      },
    };
  },
};
