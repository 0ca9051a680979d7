import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Lesson, readLessons } from '../course.ts';
import { mapOf, type Plan, readCourseMap } from '../plan.ts';

const [written] = readLessons() as [Lesson];
const lesson = (part: number, order: number): Lesson => ({
  ...written,
  order,
  data: { ...written.data, part, title: 'Written', question: 'As written?' },
});
const plan: Plan = {
  parts: [
    {
      number: 0,
      title: 'First',
      about: 'Beginnings',
      lessons: [
        { title: 'One', question: 'As planned?', spine: true, settles: [] },
        { title: 'Two', question: 'As planned?', settles: [] },
      ],
    },
  ],
  paths: [
    { title: 'Short', about: 'Two of them', lessons: ['0.2', '0.1'] },
    { title: 'Marked', about: 'The spine', lessons: 'spine' },
    {
      title: 'Stage',
      about: 'Shown',
      slug: 'stage',
      stage: [
        { minutes: 5, what: 'Welcome' },
        { lesson: '0.2', minutes: 10, what: 'Vote' },
      ],
    },
  ],
};

test('the plan of the course holds every lesson that is written, and paths name lessons that it has', () => {
  const written = readCourseMap().parts.flatMap(({ places }) => places.flatMap((place) => place.lesson?.slug ?? []));
  assert.deepEqual(
    written,
    readLessons().map(({ slug }) => slug),
  );
});

test('a written lesson speaks for itself at its place; the others stand as planned', () => {
  const [part] = mapOf(plan, [lesson(0, 2)]).parts;
  assert.deepEqual(
    part?.places.map(({ number, title, lesson: found }) => [number, title, found !== undefined]),
    [
      ['0.1', 'One', false],
      ['0.2', 'Written', true],
    ],
  );
});

test('a path keeps its own order, and the spine that of the course', () => {
  const { paths } = mapOf(plan, []);
  assert.deepEqual(
    paths.map(({ places }) => places.map(({ number }) => number)),
    [['0.2', '0.1'], ['0.1'], ['0.2']],
  );
});

test('a path for a stage has its steps with minutes, also those without a lesson', () => {
  const steps = mapOf(plan, []).paths[2]?.onStage?.steps.map(({ minutes, place }) => [minutes, place?.number]);
  assert.deepEqual(steps, [
    [5, undefined],
    [10, '0.2'],
  ]);
});

test('a lesson at a place that the plan has not stops the build and says what to do', () => {
  assert.throws(() => mapOf(plan, [lesson(0, 3)]), /the plan has no lesson 0\.3\. Add it to its part/);
});

test('a path over a place that the plan has not stops the build', () => {
  const paths = [{ title: 'Far', about: 'Too far', lessons: ['0.1', '7.1'] }];
  assert.throws(() => mapOf({ ...plan, paths }, []), /a path names 7\.1/);
});
