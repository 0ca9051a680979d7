import { z } from 'zod';
import { metricNameSchema } from './experiment.ts';
import { countSchema } from './ids.ts';
import { argv, buildSchema, knobSchema, relativePath } from './variant.ts';

/** A word that an experiment may choose: the environment variable of the same name. */
const choiceSchema = z.strictObject({
  name: knobSchema.shape.name,
  summary: z.string().min(1),
  choices: z.array(z.string().min(1)).min(2),
  default: z.string().min(1),
});

/** `subject.json`: a program under test that is no server describes itself. Found by glob, there is no central list. */
export const subjectManifestSchema = z.strictObject({
  title: z.string().min(1),
  summary: z.string().min(1),
  language: z.enum(['node', 'rust', 'java']),
  /** In reading order; hashed together with `build.inputs`. */
  sources: z.array(relativePath).min(1),
  build: buildSchema.nullable(),
  /**
   * Started in the folder, without a shell, with its knobs, SEED, WORKERS (its cores), WARMUP and REPETITIONS in its
   * environment. It ends by itself.
   */
  run: z.strictObject({ argv }),
  /** What each of its lines says, in the units of `metrics.ts`. */
  metrics: z.array(metricNameSchema).min(1),
  /** Rounds in each process before the first one that is reported, for what is compiled or filled on the way. */
  warmup: countSchema,
  /** Rounds reported by each process, a line each; 1 where a round leaves the process changed. */
  repetitions: z.int().min(1).max(1_000),
  knobs: z.array(knobSchema.or(choiceSchema)),
  needs: z.strictObject({
    toolchain: z.enum(['node', 'cargo', 'java']),
    least: z.string(),
    /** Processes and threads, where it starts more than a few hundred. */
    threads: z.int().positive().optional(),
    /** Writable memory it reserves, touched or not, where that is more than a lab's program usually may. */
    dataBytes: z.int().positive().optional(),
  }),
});
export type SubjectManifest = z.infer<typeof subjectManifestSchema>;

/** What a subject prints for each repetition. */
export const subjectLineSchema = z.strictObject({
  v: z.literal(1),
  metrics: z.partialRecord(metricNameSchema, z.number()),
});
export type SubjectLine = z.infer<typeof subjectLineSchema>;
