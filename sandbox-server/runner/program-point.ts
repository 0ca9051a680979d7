import type { MetricName } from '../../protocol/metrics.ts';
import type { PlannedServer, Step } from '../../protocol/plan.ts';
import type { Flag, Point } from '../../protocol/result.ts';
import type { SubjectLine } from '../../protocol/subject.ts';
import { isDisturbed } from '../../stats/block-noise.ts';
import { limiterOf } from '../../stats/limiter.ts';
import type { NoiseWindow } from './noise.ts';
import type { Usage } from './sampler.ts';

/** All that was seen of one process of a program. */
export interface ProgramEvidence {
  readonly step: Step;
  readonly slice: number;
  readonly attempt: number;
  readonly server: PlannedServer;
  readonly lines: readonly SubjectLine[];
  readonly usage: Usage;
  /** None where the process was too short for the kernel's clock of busy cores. */
  readonly noise: readonly NoiseWindow[];
}

/** One process as a point: the medians of what it said, and what the sampler saw of it. Pure. */
export function programPointOf({ step, slice, attempt, server, lines, usage, noise }: ProgramEvidence): Point {
  const used = usage.processes.get(server.key);
  const wallUs = Math.max(usage.wallUs, 1);
  const coresUsed = used && used.cpuUs / wallUs;
  const busiestThread = used?.busiestThreadUs === undefined ? undefined : used.busiestThreadUs / wallUs;
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const flags: Flag[] = [
    ...(isDisturbed(noise) ? (['noisy'] as const) : []),
    ...(usage.throttledUs > 0 ? (['throttled'] as const) : []),
  ];
  return {
    step: step.id,
    kind: step.kind,
    block: step.block,
    attempt,
    ...(step.pair === undefined ? {} : { pair: step.pair }),
    server: server.key,
    slice,
    series: server.series,
    variant: server.variant,
    x: server.x,
    cores: server.cores.length,
    ok: lines.length,
    failed: 0,
    censored: 0,
    unsent: 0,
    measuredUs: wallUs,
    ...(coresUsed === undefined ? {} : { coresUsed }),
    ...(busiestThread === undefined ? {} : { busiestThread }),
    ...(noise.length > 0
      ? {
          foreignShare: mean(noise.map(({ foreignShare }) => foreignShare)),
          stealShare: mean(noise.map(({ stealShare }) => stealShare)),
        }
      : {}),
    ...(used?.peakRssBytes === undefined ? {} : { peakRssBytes: used.peakRssBytes }),
    busyByCore: usage.busyUs.map((us) => Math.min(us / wallUs, 1)),
    serviceUs: {},
    figures: mediansOf(lines),
    limiter: limiterOf({
      serverCores: server.cores.length,
      coresUsed,
      busiestThreadShare: busiestThread,
      gcShare: undefined,
      flags,
    }),
    flags,
  };
}

/** Of each metric the middle of its repetitions; of an even number the lower one, so that an exact value stays one. */
function mediansOf(lines: readonly SubjectLine[]): Partial<Record<MetricName, number>> {
  const names = Object.keys(lines[0]?.metrics ?? {}) as MetricName[];
  return Object.fromEntries(
    names.map((name) => {
      const sorted = lines.flatMap(({ metrics }) => metrics[name] ?? []).sort((a, b) => a - b);
      return [name, sorted[(sorted.length - 1) >> 1] as number];
    }),
  );
}
