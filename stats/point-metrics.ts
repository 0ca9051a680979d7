import type { MetricName } from '../protocol/metrics.ts';
import type { Point } from '../protocol/result.ts';

const ms = (us: number | undefined) => (us === undefined ? undefined : us / 1000);
const megabytes = (bytes: number | undefined) => (bytes === undefined ? undefined : bytes / 1e6);
const percent = (share: number | undefined) => (share === undefined ? undefined : share * 100);

/** A point's value of a metric in the metric's own unit; undefined when it was not measured. */
export function metricOf(point: Point, metric: MetricName): number | undefined {
  switch (metric) {
    case 'throughput':
      return point.throughput;
    case 'offered':
      return point.offered;
    case 'capacity':
      return point.capacity;
    case 'fullRate':
      return point.fullRate;
    case 'speedUp':
      return undefined;
    case 'cpuPerRequest':
      return ms(point.cpuPerRequestUs);
    case 'coreTimePerRequest':
      return point.throughput ? (point.cores * 1000) / point.throughput : undefined;
    case 'switchesPerRequest':
      return point.switches === undefined || !point.throughput
        ? undefined
        : point.switches / ((point.throughput * point.measuredUs) / 1e6);
    case 'kernelShare':
      return percent(point.kernelShare) ?? point.figures?.kernelShare;
    case 'coresUsed':
      return point.coresUsed;
    case 'behindCoresUsed':
      return point.behindCoresUsed;
    case 'loadShare':
      return percent(point.loadShare);
    case 'foreignShare':
      return percent(point.foreignShare);
    case 'stealShare':
      return percent(point.stealShare);
    case 'serviceP50':
      return ms(point.serviceUs.p50);
    case 'serviceP90':
      return ms(point.serviceUs.p90);
    case 'serviceP99':
      return ms(point.serviceUs.p99);
    case 'serviceP999':
      return ms(point.serviceUs.p999);
    case 'responseP50':
      return ms(responseOf(point)?.p50);
    case 'responseP90':
      return ms(responseOf(point)?.p90);
    case 'responseP99':
      return ms(responseOf(point)?.p99);
    case 'responseP999':
      return ms(responseOf(point)?.p999);
    case 'errorShare':
      return point.connections === undefined ? undefined : percent(shareOfErrors(point));
    case 'inFlight':
      return point.inFlight;
    case 'leftOut':
      return leftOut(point);
    case 'lagP99':
      return ms(point.lagUs?.p99);
    case 'loopDelayP90':
      return ms(point.loopDelayUs?.p90);
    case 'busyInside':
      return percent(point.busyInside);
    case 'gcShare':
      return percent(point.gcShare);
    case 'peakMemory':
      return megabytes(point.peakRssBytes);
    case 'idleMemory':
      return megabytes(point.idleBytes);
    case 'loadedMemory':
      return megabytes(point.loadedBytes);
    case 'held':
      return point.held;
    case 'residentEach':
      return point.heldBytesEach ?? point.figures?.residentEach;
    case 'kernelEach':
      return point.kernelBytesEach;
    case 'startUp':
      return ms(point.startUpUs) ?? point.figures?.startUp;
    default:
      return point.figures?.[metric];
  }
}

/** A closed loop has no plan: what it counts from sending is all that it can say of the time a user waits. */
function responseOf({ responseUs, serviceUs, offered, connections }: Point): Point['responseUs'] {
  return responseUs ?? (offered === undefined && connections !== undefined ? serviceUs : undefined);
}

/**
 * Response times of closed loops are their service times under another name: worth a look beside a load by plan only.
 * A program that tells its share of a core means the time after its start; what the sampler saw holds the start too.
 */
export function isSaidTwice(metric: MetricName, points: readonly Point[]): boolean {
  if (metric === 'coresUsed') return points.every(({ figures }) => figures?.cpuShare !== undefined);
  return metric.startsWith('response') && points.every(({ offered }) => offered === undefined);
}

/** Those without an answer at the end failed as well. */
function shareOfErrors({ ok, failed, censored, unsent }: Point): number | undefined {
  const all = ok + failed + censored + unsent;
  return all === 0 ? undefined : (failed + censored + unsent) / all;
}

/**
 * Requests that were not sent because others had no answer yet. A closed loop has no plan: had every answer taken the
 * median, its connections would have sent connections / median a second (Little's law).
 */
function leftOut({ offered, unsent, connections, held, serviceUs, measuredUs, ok, failed }: Point): number | undefined {
  if (connections === undefined || held !== undefined) return undefined;
  if (offered !== undefined) return unsent;
  return serviceUs.p50 ? Math.max((connections * measuredUs) / serviceUs.p50 - ok - failed, 0) : undefined;
}
