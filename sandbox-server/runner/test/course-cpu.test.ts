import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CourseCpu } from '../course-cpu.ts';

test('[ME5] what the hub reports and what the runner itself uses is known since the mark', () => {
  const course = new CourseCpu();
  course.noteHub(5_000_000);
  course.mark();
  // Four seconds of the hub in a moment are many cores.
  course.noteHub(9_000_000);
  const until = process.cpuUsage().user + 20_000;
  while (process.cpuUsage().user < until);
  const withHub = course.coresSinceMark();
  assert.ok(withHub > 2, `${withHub} cores`);
  course.mark();
  assert.ok(course.coresSinceMark() < 2, 'nobody used any since');
});
