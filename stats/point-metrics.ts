import type { MetricName } from '../protocol/metrics.ts';
import type { Point } from '../protocol/result.ts';

const ms = (us: number | undefined) => (us === undefined ? undefined : us / 1000);
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
    case 'speedUp':
      return undefined;
    case 'cpuPerRequest':
      return ms(point.cpuPerRequestUs);
    case 'coresUsed':
      return point.coresUsed;
    case 'loadShare':
      return percent(point.loadShare);
    case 'foreignShare':
      return percent(point.foreignShare);
    case 'stealShare':
      return percent(point.stealShare);
    case 'serviceP50':
      return ms(point.serviceUs.p50);
    case 'serviceP99':
      return ms(point.serviceUs.p99);
    case 'responseP50':
      return ms(point.responseUs?.p50);
    case 'responseP99':
      return ms(point.responseUs?.p99);
    case 'lagP99':
      return ms(point.lagUs?.p99);
    case 'loopDelayP99':
      return ms(point.loopDelayUs?.p99);
    case 'gcShare':
      return percent(point.gcShare);
    case 'peakMemory':
      return point.peakRssBytes === undefined ? undefined : point.peakRssBytes / 1e6;
    default:
      return point.figures?.[metric];
  }
}
