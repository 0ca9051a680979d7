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
