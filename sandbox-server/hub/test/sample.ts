import type { Sample } from '../../../protocol/sample.ts';

/** A sample as a run sends it, four a second. */
export const sampleOf = (seq: number): Sample => ({
  seq,
  atMs: seq,
  step: 'look-node-http-1',
  stepsDone: 0,
  steps: 1,
  kind: 'look',
  series: 'node-http',
  variant: 'node/http',
  x: 1,
  cores: 1,
  phase: 'measure',
  spanMs: 250,
  ok: 80,
  failed: 0,
  throughput: 320,
  inFlight: 64,
  queued: 0,
  busyByCore: [0.1, 1],
});
