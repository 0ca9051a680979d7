import { z } from 'zod';
import { problemSchema } from './errors.ts';
import { buildStateSchema, facilitiesSchema, hostCardSchema } from './host.ts';
import { countSchema, hashSchema, idSchema, variantIdSchema } from './ids.ts';
import { broughtSchema, MAX_ARCHIVE_BYTES } from './lab-files.ts';
import { runStatusSchema } from './messages.ts';
import { planSchema } from './plan.ts';
import { pointSchema, resultSchema } from './result.ts';
import { sampleSchema } from './sample.ts';
import { subjectManifestSchema } from './subject.ts';
import { variantManifestSchema } from './variant.ts';

/** Attempt numbers fence off what an older attempt at the same run still sends. */
const attempt = { run: idSchema, attempt: countSchema };
/** Terminals travel by number in the frames of `sbx.v1`; the hub gives it. */
const terminal = z.int().min(1).max(65_535);

/** Files of the lab, as .tar.gz in base64. */
const archive = z.base64().max(Math.ceil(MAX_ARCHIVE_BYTES / 3) * 4);

/** Hub to runner: orders. */
export const orderSchema = z.discriminatedUnion('t', [
  /** `leastCpuPerRequestUs`: below it a point on shared cores is flagged `workTooSmall`. */
  z.strictObject({
    t: z.literal('run.start'),
    ...attempt,
    plan: planSchema,
    leastCpuPerRequestUs: z.number(),
    /** Pairs of cores to probe for independence before the first step (CP2). */
    probe: z.array(z.tuple([countSchema, countSchema])),
  }),
  z.strictObject({ t: z.literal('run.cancel'), ...attempt }),
  /** What the hub itself used of the CPU since its start: taken out of foreign CPU while a run measures (ME5). */
  z.strictObject({ t: z.literal('hub.cpu'), cpuUs: z.number() }),
  z.strictObject({ t: z.literal('terminal.open'), terminal, cols: z.int(), rows: z.int() }),
  z.strictObject({ t: z.literal('terminal.attach'), terminal }),
  z.strictObject({ t: z.literal('terminal.detach'), terminal }),
  z.strictObject({ t: z.literal('terminal.close'), terminal }),
  z.strictObject({ t: z.literal('files.save') }),
  z.strictObject({ t: z.literal('files.bring'), archive }),
]);
export type Order = z.infer<typeof orderSchema>;

/** A variant as the runner knows it. */
export const variantInfoSchema = z.strictObject({
  id: variantIdSchema,
  manifest: variantManifestSchema,
  sourceHash: hashSchema,
});
export type VariantInfo = z.infer<typeof variantInfoSchema>;

/** A program under test as the runner knows it. Its id is no variant's. */
export const subjectInfoSchema = z.strictObject({
  id: variantIdSchema,
  manifest: subjectManifestSchema,
  sourceHash: hashSchema,
});
export type SubjectInfo = z.infer<typeof subjectInfoSchema>;

/** What each of two cores kept of its speed while the other one was busy too: 1 when they are independent (CP2). */
export const corePairSchema = z.strictObject({
  cores: z.tuple([countSchema, countSchema]),
  kept: z.tuple([z.number(), z.number()]),
});
export type CorePair = z.infer<typeof corePairSchema>;

/** Runner to hub: facts. */
export const factSchema = z.discriminatedUnion('t', [
  /** Sent once, when the runner knows its host. */
  z.strictObject({
    t: z.literal('runner.ready'),
    host: hostCardSchema,
    facilities: facilitiesSchema,
    variants: z.array(variantInfoSchema),
    subjects: z.array(subjectInfoSchema),
    /** Why no lab can be opened on this host, when none can. */
    problem: problemSchema.optional(),
  }),
  z.strictObject({ t: z.literal('build.state'), build: buildStateSchema }),
  z.strictObject({
    t: z.literal('run.state'),
    ...attempt,
    state: runStatusSchema.shape.state,
    text: z.string(),
    server: runStatusSchema.shape.server,
  }),
  z.strictObject({ t: z.literal('run.sample'), ...attempt, sample: sampleSchema }),
  z.strictObject({ t: z.literal('run.point'), ...attempt, point: pointSchema }),
  z.strictObject({
    t: z.literal('run.end'),
    ...attempt,
    outcome: resultSchema.shape.outcome,
    problem: problemSchema.optional(),
    histograms: resultSchema.shape.histograms,
    absent: resultSchema.shape.absent,
    probed: z.array(corePairSchema),
  }),
  z.strictObject({ t: z.literal('terminal.opened'), terminal }),
  z.strictObject({ t: z.literal('terminal.failed'), terminal, problem: problemSchema }),
  z.strictObject({ t: z.literal('terminal.ended'), terminal }),
  /** The client broke the terminal protocol; the hub closes its socket with this code. */
  z.strictObject({ t: z.literal('terminal.violation'), terminal, code: z.int(), text: z.string() }),
  z.strictObject({ t: z.literal('files.saved'), archive }),
  z.strictObject({ t: z.literal('files.brought'), ...broughtSchema.shape }),
  z.strictObject({ t: z.literal('files.failed'), problem: problemSchema }),
]);
export type Fact = z.infer<typeof factSchema>;
