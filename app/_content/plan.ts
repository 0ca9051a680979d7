import { z } from 'zod';
import { claimIdSchema } from '../../protocol/ids.ts';
import { type Lesson, prose, readLessons, readYaml } from './course.ts';
import { ContentError, fromRoot } from './files.ts';

/** The plan of the course joined with the lessons that are written: what the map, the tree and the paths show. */

const plannedSchema = z.strictObject({
  title: prose,
  /** The one question of the lesson. */
  question: prose,
  /** One of the lessons that make the shortest whole. */
  spine: z.literal(true).optional(),
  /** Claims that the lesson decides. */
  settles: z.array(claimIdSchema).default([]),
});

const partSchema = z.strictObject({
  number: z.int().nonnegative(),
  title: prose,
  about: prose,
  lessons: z.array(plannedSchema).min(1),
});
export type Part = z.infer<typeof partSchema>;

/** A place such as `1.2`. */
const placeSchema = z.string().regex(/^\d+\.\d+$/);
const pathWords = { title: prose, about: prose };
const pathSchema = z.union([
  /** In the order of the path, or all that are marked. */
  z.strictObject({ ...pathWords, lessons: z.union([z.literal('spine'), z.array(placeSchema).min(1)]) }),
  /** A path with a page of its own: what to do on a stage, and for how long. */
  z.strictObject({
    ...pathWords,
    slug: z.string().regex(/^[a-z0-9-]+$/),
    stage: z.array(z.strictObject({ lesson: placeSchema.optional(), minutes: z.int().positive(), what: prose })).min(1),
  }),
]);

const planSchema = z.strictObject({ parts: z.array(partSchema), paths: z.array(pathSchema) });
export type Plan = z.infer<typeof planSchema>;

/** One place of the course. A written lesson speaks for itself; a planned one has no lesson yet. */
export interface Place {
  /** `1.2`: part, and place in the part. */
  number: string;
  title: string;
  question: string;
  spine: boolean;
  /** Claims that it decides, or is to decide. */
  settles: readonly string[];
  lesson?: Lesson;
}

export interface CourseMap {
  parts: (Omit<Part, 'lessons'> & { places: Place[] })[];
  paths: CoursePath[];
}

export interface CoursePath {
  title: string;
  about: string;
  places: Place[];
  /** Of a path with a page of its own. */
  onStage?: { slug: string; steps: StageStep[] };
}

/** A part of a performance; welcome and questions have no lesson. */
export interface StageStep {
  /** Planned. */
  minutes: number;
  what: string;
  place?: Place;
}

const file = fromRoot('content', 'course.yaml');

const readPlan = (): Plan => readYaml(file, planSchema);

export const readParts = (): Part[] => readPlan().parts;

export const readCourseMap = (): CourseMap => mapOf(readPlan(), readLessons());

/** @throws ContentError when a lesson or a path stands at a place that the plan has not */
export function mapOf(plan: Plan, lessons: readonly Lesson[]): CourseMap {
  const parts = plan.parts.map(({ lessons: planned, ...part }) => ({
    ...part,
    places: planned.map((one, index): Place => {
      const lesson = lessons.find(({ data, order }) => data.part === part.number && order === index + 1);
      const { title, question } = lesson?.data ?? one;
      return {
        number: `${part.number}.${index + 1}`,
        title,
        question,
        spine: one.spine === true,
        settles: lesson?.data.settles ?? one.settles,
        ...(lesson && { lesson }),
      };
    }),
  }));
  const all = parts.flatMap(({ places }) => places);
  for (const lesson of lessons)
    if (!all.some((place) => place.lesson === lesson))
      throw new ContentError(
        lesson.file,
        `the plan has no lesson ${lesson.data.part}.${lesson.order}`,
        'Add it to its part in content/course.yaml, or change the number in the name of the file',
      );
  const placeAt = (number: string): Place => {
    const place = all.find((one) => one.number === number);
    if (!place) throw new ContentError(file, `a path names ${number}`, 'Name a lesson that the plan has');
    return place;
  };
  const paths = plan.paths.map(({ title, about, ...way }): CoursePath => {
    if ('lessons' in way) {
      const places = way.lessons === 'spine' ? all.filter(({ spine }) => spine) : way.lessons.map(placeAt);
      return { title, about, places };
    }
    const steps = way.stage.map(({ lesson, minutes, what }) => ({
      minutes,
      what,
      ...(lesson && { place: placeAt(lesson) }),
    }));
    return {
      title,
      about,
      places: steps.flatMap(({ place }) => place ?? []),
      onStage: { slug: way.slug, steps },
    };
  });
  return { parts, paths };
}
