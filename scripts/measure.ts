import { type Problem, ProblemError } from '../protocol/errors.ts';
import type { Tier } from '../protocol/experiment.ts';
import { type BuildState, isUnderWay } from '../protocol/host.ts';
import { type MetricName, metrics } from '../protocol/metrics.ts';
import type { Point, Result } from '../protocol/result.ts';
import type { HubClient } from './hub-client.ts';

/** Longest wait for the load tool and the variants to be built. */
const BUILD_MS = 20 * 60_000;

/**
 * Runs an experiment through the hub and reports progress, a line each. Waits for builds first, so that the result
 * holds all variants this host can build.
 * @throws ProblemError when the hub refuses it
 */
export async function measure(
  hub: HubClient,
  experiment: string,
  tier: Tier,
  progress: (line: string) => void,
): Promise<Result> {
  await builds(hub, progress);
  return new Promise((resolve, reject) => {
    let run: string | undefined;
    const failed = (problem: Problem) => reject(ProblemError.of(problem));
    hub.onClose(() => reject(new ProblemError('interrupted', 'The sandbox server ended.')));
    hub.onMessage((message) => {
      if (message.t === 'error') failed(message.problem);
      else if (message.t === 'run.accepted') {
        run = message.run;
        progress(
          `${run}: ${message.plan.steps.length} steps, about ${Math.ceil(message.plan.estimatedMs / 1000)} s, ${message.plan.mode} cores.`,
        );
        for (const { series, reason } of message.plan.skipped) progress(`Left out: ${series}. ${reason}`);
      } else if (message.t === 'run.point' && message.run === run) {
        const { point } = message;
        progress(
          `${point.step}: ${point.series} at ${point.x}: ${figuresOf(point)}${point.flags.length ? ` (${point.flags.join(', ')})` : ''}`,
        );
      } else if (message.t === 'run.result' && message.run === run) resolve(message.result);
    });
    hub.send({ v: 1, t: 'run.start', experiment, tier });
  });
}

/** What a program says, or how much a server answers. */
function figuresOf({ throughput = 0, figures }: Point): string {
  if (!figures) return `${throughput.toFixed(1)} ${metrics.throughput.unit}`;
  return (Object.entries(figures) as [MetricName, number][])
    .map(
      ([name, value]) =>
        `${metrics[name].label.toLowerCase()} ${value.toFixed(metrics[name].digits)} ${metrics[name].unit}`,
    )
    .join(', ');
}

function builds(hub: HubClient, progress: (line: string) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const open = new Map<string, boolean>();
    let host = false;
    const timer = setTimeout(() => reject(new Error('The builds did not end in time.')), BUILD_MS);
    const settle = () => {
      if (!host || open.size === 0 || [...open.values()].some(Boolean)) return;
      clearTimeout(timer);
      resolve();
    };
    const take = (build: BuildState) => {
      const { target, state, done, total, text } = build;
      open.set(target, isUnderWay(build));
      if (state === 'building') progress(`Building ${target}${total ? `: ${done} of ${total} parts` : ''}`);
      if (state === 'checking') progress(`Checking ${target}`);
      if (state === 'failed' || state === 'unavailable') progress(`${target}: ${text}`);
    };
    hub.onMessage((message) => {
      if (message.t === 'welcome') {
        host = true;
        message.builds.forEach(take);
      } else if (message.t === 'build.state') take(message.build);
      else return;
      settle();
    });
  });
}
