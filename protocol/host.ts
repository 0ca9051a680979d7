import { z } from 'zod';
import { countSchema } from './ids.ts';

/** Which walls stand between a lab and the host: namespaces and limits, or none (`process`). */
export const isolationSchema = z.enum(['pod', 'process', 'none']);
export type Isolation = z.infer<typeof isolationSchema>;

/** The machine a number was measured on. Stands beside every number; holds nothing that names a person. */
export const hostCardSchema = z.strictObject({
  cpuModel: z.string(),
  /** Core numbers that this process may use (affinity). */
  usableCores: z.array(countSchema).min(1),
  /** One usable core number for each physical core: siblings are never split between server and load. */
  physicalCores: z.array(countSchema).min(1),
  memoryBytes: countSchema,
  os: z.string(),
  kernel: z.string(),
  /** Set when the kernel says that it runs as a guest. */
  hypervisor: z.string().optional(),
  isolation: isolationSchema,
  /**
   * Who keeps the labs within their memory: the kernel, by a control group for each, or the sandbox server, which looks
   * twice a second.
   */
  labLimits: z.enum(['kernel', 'watched']).optional(),
  openFiles: countSchema,
  /** Versions of what was used, by name: node, rustc, load, … */
  versions: z.record(z.string(), z.string()),
});
export type HostCard = z.infer<typeof hostCardSchema>;

/**
 * How far a target (the load tool or a variant) is from being usable: `ready` is built from its sources as they are and
 * keeps the contract.
 */
export const buildStateSchema = z.strictObject({
  /** `load` or a variant id. */
  target: z.string(),
  title: z.string(),
  state: z.enum(['waiting', 'building', 'paused', 'checking', 'ready', 'failed', 'unavailable']),
  done: countSchema.optional(),
  total: countSchema.optional(),
  /** What happened, for people. */
  text: z.string().optional(),
  /** The command that would help. */
  command: z.string().optional(),
  /** Where a variant breaks the contract, a sentence each: built, but nothing may run it. */
  complaints: z.array(z.string()).optional(),
  /** The compiler's or the server's own words. */
  log: z.string().optional(),
});
export type BuildState = z.infer<typeof buildStateSchema>;

/** Whether something is still to come for a target: it is not usable now, and may be soon. */
export const isUnderWay = ({ state }: BuildState): boolean =>
  state === 'waiting' || state === 'building' || state === 'paused' || state === 'checking';

/** Something that servers or programs under test need on a host, beside their own source. */
export const toolSchema = z.strictObject({
  title: z.string(),
  /** What needs it here: "the load tool, 9 servers and 10 programs". */
  use: z.string(),
  /** What is there. */
  version: z.string().optional(),
  /** Set when it is missing or too old: why, and the command that brings it. */
  missing: z.strictObject({ text: z.string(), command: z.string() }).optional(),
});
export type Tool = z.infer<typeof toolSchema>;

/** What one lab may use; reaching a limit gives the program inside an ordinary error. */
export const labLimitsSchema = z.strictObject({
  /** Processes and threads of the whole lab, and of one command that does not ask for more. */
  processes: countSchema,
  commandProcesses: countSchema,
  /** Writable memory of each process. */
  dataBytes: countSchema,
  openFiles: countSchema,
  fileBytes: countSchema,
  sharedMemoryBytes: countSchema,
  /** All programs together; beyond it the lab ends. */
  memoryBytes: countSchema,
  /** What home and /tmp may take, and how many files and folders may be in them; beyond it programs are ended. */
  diskBytes: countSchema,
  files: countSchema,
  /** Without input or a run for so long, and whatever happens after so long, the lab ends; its files stay. */
  idleMs: countSchema.optional(),
  lifetimeMs: countSchema.optional(),
});
export type LabLimits = z.infer<typeof labLimitsSchema>;

/** What a host has for labs, beside its card, which travels with every result. */
export const facilitiesSchema = z.strictObject({
  tools: z.array(toolSchema),
  /** Absent where no lab can be opened. */
  limits: labLimitsSchema.optional(),
  /** Why labs here have no walls, or cannot be opened. */
  withoutWalls: z.string().optional(),
});
export type Facilities = z.infer<typeof facilitiesSchema>;
