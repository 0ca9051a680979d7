import { z } from 'zod';

const argv = z.array(z.string().min(1)).min(1);
/** Relative to the sample's folder; may reach its language folder, no further. */
const relativePath = z.string().regex(/^(\.\.\/)?[A-Za-z0-9_-][A-Za-z0-9_./-]*$/);

/** One request to a running sample; `says` is sent over a WebSocket, everything else over HTTP. */
const askSchema = z.union([
  z.strictObject({
    method: z.enum(['GET', 'POST']),
    path: z.string().startsWith('/'),
    /** Sent as JSON. */
    body: z.json().optional(),
  }),
  z.strictObject({ says: z.string().min(1) }),
]);
export type SampleAsk = z.infer<typeof askSchema>;

/** How a program is tried out. All samples that listen do so on port 3000, in a network of their own. */
const programSchema = z.strictObject({
  argv,
  /** Asked one after another as soon as it listens. Without asks it is left to end by itself. */
  asks: z.array(askSchema).default([]),
  /** Descriptors it may have open. */
  openFiles: z.int().min(16).optional(),
  /** Connections that are opened first, say nothing, and are closed when the program complains or ends. */
  silentClients: z.int().min(1).max(1000).optional(),
});
export type SampleProgram = z.infer<typeof programSchema>;

/** What became of a version of a sample. */
export const outcomeSchema = z.enum([
  /** The compiler refused it. */
  'refused',
  /** The compiler took it; there is no program to run. */
  'compiles',
  /** The program ended well, or still ran after the last ask. */
  'runs',
  /** The program ended with an error. */
  'dies',
]);

const answerSchema = z.strictObject({
  /** HTTP status, 101 for what came over a WebSocket; null when the connection ended without an answer. */
  status: z.int().nullable(),
  body: z.string(),
});
export type SampleAnswer = z.infer<typeof answerSchema>;

const expectationSchema = z.strictObject({
  outcome: outcomeSchema,
  codes: z.array(z.string()).default([]),
  /** One per ask; a body is compared where it is given. */
  answers: z.array(answerSchema.partial({ body: true })).optional(),
  /** The lines on its standard output. */
  output: z.array(z.string()).optional(),
  /** Lines of code. */
  lines: z.int().optional(),
});

const versionSchema = z.strictObject({
  /** What is different from the version before. */
  change: z.string().min(1).optional(),
  /** In reading order. */
  files: z.array(relativePath).min(1),
  /** The compiler, run in the sample's folder; absent where the runtime is the judge. */
  compile: argv.optional(),
  run: programSchema.optional(),
  expect: expectationSchema,
});
export type SampleVersion = z.infer<typeof versionSchema>;

/** `sample.json`: printed code, the real compiler's verdict on it, and the mended version beside it. */
export const sampleManifestSchema = z.strictObject({
  title: z.string().min(1),
  claims: z.array(z.string().regex(/^[a-z]+\.[a-z0-9-]+$/)).min(1),
  language: z.enum(['rust', 'node', 'java']),
  needs: z.strictObject({ toolchain: z.enum(['cargo', 'node', 'java']), least: z.string() }),
  /** What the verdicts show, in one sentence. */
  shows: z.string().min(1),
  printed: versionSchema,
  /** Versions on the way, each with its own verdict. */
  between: z.array(versionSchema).default([]),
  /** Absent where the printed version needs no mending. */
  mended: versionSchema.optional(),
});
export type SampleManifest = z.infer<typeof sampleManifestSchema>;

/** A remark of a compiler, or the last words of a program, as they stood there. */
export interface Diagnostic {
  /** The compiler's own code: `E0308`, `compiler.err.…`; `manifest` for a Cargo.toml that cannot be read. */
  readonly code?: string;
  /** Relative to the sample's folder, where the remark has a place; `line` and `column` start at 1. */
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly text: string;
}

export interface Verdict {
  readonly outcome: z.infer<typeof outcomeSchema>;
  /** Codes of the errors, each once and in alphabetical order; `exit N` of a program that dies. */
  readonly codes: readonly string[];
  /** In the compiler's order. */
  readonly diagnostics: readonly Diagnostic[];
  readonly answers: readonly SampleAnswer[];
  readonly output: readonly string[];
  /** Lines of code in all its files, without empty ones and remarks. */
  readonly lines: number;
}
