import { z } from 'zod';

/** Paths in a manifest are relative to the variant's folder and may reach the folder of all languages, no further. */
export const relativePath = z
  .string()
  .regex(/^(\.\.\/){0,2}[A-Za-z0-9_][A-Za-z0-9_./-]*$/)
  .refine((p) => !p.replace(/^(\.\.\/)+/, '').includes('..'));
export const argv = z.array(z.string().min(1)).min(1);

/** How something under test is built from its sources. */
export const buildSchema = z.strictObject({
  argv,
  directory: relativePath.or(z.literal('..')),
  /** What the build leaves behind; missing or older than its sources, it is built again. */
  artifact: relativePath,
  /** Files besides `sources` that change what is built. */
  inputs: z.array(relativePath),
});

/** A whole number that an experiment may set: the environment variable of the same name. */
export const knobSchema = z.strictObject({
  name: z.string().regex(/^[A-Z][A-Z0-9_]*$/),
  summary: z.string().min(1),
  least: z.int(),
  most: z.int(),
  default: z.int(),
});

/** `variant.json`: a server under test describes itself. Found by glob, there is no central list. */
export const variantManifestSchema = z.strictObject({
  title: z.string().min(1),
  summary: z.string().min(1),
  language: z.enum(['node', 'rust', 'java', 'go']),
  /** In reading order; hashed together with `build.inputs`. */
  sources: z.array(relativePath).min(1),
  build: buildSchema.nullable(),
  /**
   * Started in the folder, without a shell, with HOST, PORT, WORKERS and its knobs in its environment. The word
   * `{WORKERS}` inside an argument becomes their number; `node` and `java` become the ones that the product found.
   */
  run: z.strictObject({ argv }),
  /** What WORKERS means to it: so many threads or processes that answer, or so many helpers of one thread that does. */
  spreads: z.enum(['one-thread', 'processes', 'threads', 'helpers']),
  /**
   * What a request does that keeps the only worker from answering others: `computing`, and `waiting` where it blocks the
   * worker's thread. Neither where each connection has a thread, or such work goes elsewhere.
   */
  heldBy: z.array(z.enum(['computing', 'waiting'])),
  routes: z.array(z.string().startsWith('/')).min(1),
  approach: z.strictObject({ kind: z.enum(['teaching', 'realistic', 'stripped']), reason: z.string().min(1) }),
  knobs: z.array(knobSchema),
  /** Each setting beyond the defaults, with the reason for it (FR12). */
  settings: z.array(z.strictObject({ name: z.string(), value: z.string(), reason: z.string() })),
  needs: z.strictObject({
    toolchain: z.enum(['node', 'cargo', 'java', 'go']),
    least: z.string(),
    /** What it finds running beside it: `postgres` by DATABASE_URL. */
    services: z.array(z.enum(['postgres'])).optional(),
  }),
});
export type VariantManifest = z.infer<typeof variantManifestSchema>;

/** The one line that a variant prints when it listens. */
export const readyLineSchema = z.object({
  ready: z.strictObject({ port: z.int().min(1).max(65_535), workers: z.int().min(1) }),
});
