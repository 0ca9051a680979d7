import { z } from 'zod';
import { claimIdSchema } from '../../protocol/ids.ts';
import { type Lesson, readLessons, readYaml } from './course.ts';
import { ContentError, fromRoot } from './files.ts';

/** The plan of the course joined with the lessons that are written: what the map, the tree and the paths show. */

const plannedSchema = z.strictObject({
  title: z.string().min(1),
  /** The one question of the lesson. */
  question: z.string().min(1),
  /** One of the lessons that make the shortest whole. */
  spine: z.literal(true).optional(),
  /** Claims that the lesson decides. */
  settles: z.array(claimIdSchema).default([]),
});

const partSchema = z.strictObject({
  number: z.int().nonnegative(),
  title: z.string().min(1),
  about: z.string().min(1),
  lessons: z.array(plannedSchema).min(1),
});
export type Part = z.infer<typeof partSchema>;

const pathSchema = z.strictObject({
  title: z.string().min(1),
  about: z.string().min(1),
  /** Places such as `1.2`, in the order of the path, or all that are marked. */
  lessons: z.union([z.literal('spine'), z.array(z.string().regex(/^\d+\.\d+$/)).min(1)]),
});

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
  paths: { title: string; about: string; places: Place[] }[];
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
  const paths = plan.paths.map(({ title, about, lessons: on }) => ({
    title,
    about,
    places: on === 'spine' ? all.filter(({ spine }) => spine) : on.map(placeAt),
  }));
  return { parts, paths };
}
