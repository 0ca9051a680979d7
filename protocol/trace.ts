import { z } from 'zod';
import { amountSchema, countSchema, hashSchema, idSchema } from './ids.ts';

/** What ran when, as a runtime told it while a program ran. Times in µs since the program's first line. */

const lineSchema = z.int().positive();

/** A column of the drawing. Lanes of one thread stand side by side; with several threads each has its own. */
const laneSchema = z.strictObject({
  id: idSchema,
  label: z.string().min(1),
  thread: z.string().min(1),
  /** One sentence on what stands in it. */
  about: z.string().min(1),
});
export type TraceLane = z.infer<typeof laneSchema>;

const whatSchema = {
  lane: idSchema,
  /** A word or two. */
  label: z.string().min(1),
  /** One sentence for those who step through it, by eye or by ear. */
  says: z.string().min(1),
  /** Line of the program that it goes back to. */
  line: lineSchema.optional(),
};

const spanSchema = z
  .strictObject({
    ...whatSchema,
    /** The thread sleeps. */
    idle: z.literal(true).optional(),
    fromUs: amountSchema,
    toUs: amountSchema,
  })
  .refine(({ fromUs, toUs }) => fromUs <= toUs, 'a span ends after it has begun');
export type TraceSpan = z.infer<typeof spanSchema>;

const instantSchema = z.strictObject({ ...whatSchema, atUs: amountSchema });
export type TraceInstant = z.infer<typeof instantSchema>;

const linkSchema = z.strictObject({
  /** At this time something was queued that became the span `to`, a place in `spans`. */
  atUs: amountSchema,
  to: countSchema,
  /** Where that was, when several threads run at once. */
  lane: idSchema.optional(),
});

export const traceSchema = z
  .strictObject({
    v: z.literal(1),
    id: idSchema,
    /** Path of the program in this project, and the hash of what ran. */
    source: z.strictObject({ path: z.string().min(1), hash: hashSchema }),
    runtime: z.strictObject({
      name: z.string().min(1),
      version: z.string().min(1),
      /** What is particular about it, where it is not the one that everybody has. */
      build: z.string().min(1).optional(),
    }),
    recordedAt: z.iso.datetime(),
    lanes: z.array(laneSchema).min(1),
    /** In the order in which they began. */
    spans: z.array(spanSchema).min(1),
    /** In the order in which they happened. */
    instants: z.array(instantSchema),
    links: z.array(linkSchema),
    /** Callbacks of the runtime itself in which no line of the program ran; they are not drawn. */
    leftOut: countSchema,
  })
  .superRefine(({ lanes, spans, instants, links }, context) => {
    const fault = (message: string) => context.addIssue({ code: 'custom', message });
    const known = new Set(lanes.map(({ id }) => id));
    for (const lane of [...spans, ...instants, ...links].flatMap((one) => one.lane ?? []))
      if (!known.has(lane)) fault(`there is no lane \`${lane}\``);
    for (const { to } of links) if (to >= spans.length) fault('a link leads to no span');
  });
export type Trace = z.infer<typeof traceSchema>;
