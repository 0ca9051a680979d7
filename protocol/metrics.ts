/** How a metric is named, measured and drawn. One entry each; charts, tables and exports read it from here. */
export interface Metric {
  readonly label: string;
  readonly unit: string;
  /** One sentence for the reader. */
  readonly doc: string;
  /** Fraction digits in tables. */
  readonly digits: number;
  /** Which way is better; absent where neither is. */
  readonly better?: 'higher' | 'lower';
}

export const metrics = {
  throughput: {
    label: 'Throughput',
    unit: 'requests/s',
    doc: 'Good answers per second, over the time from the first request sent to the last answer.',
    digits: 0,
    better: 'higher',
  },
  offered: {
    label: 'Offered load',
    unit: 'requests/s',
    doc: 'Requests planned per second. What is offered is not what is answered.',
    digits: 0,
  },
  capacity: {
    label: 'Capacity',
    unit: 'requests/s',
    doc: 'The highest offered load at which the p99 of the response time stays below the stated limit.',
    digits: 0,
    better: 'higher',
  },
  speedUp: {
    label: 'Speed-up',
    unit: '× one core',
    doc: 'Throughput divided by the throughput of the same server on one core.',
    digits: 2,
    better: 'higher',
  },
  cpuPerRequest: {
    label: 'CPU per request',
    unit: 'ms',
    doc: 'CPU time of the server and all its processes, divided by its good answers.',
    digits: 2,
    better: 'lower',
  },
  coresUsed: {
    label: 'Cores used',
    unit: 'cores',
    doc: 'CPU time of the server and all its processes, divided by the time that passed.',
    digits: 2,
  },
  loadShare: {
    label: 'Load tool',
    unit: '% of the CPU time',
    doc: "The load tool's part of the CPU time that server and load tool used together.",
    digits: 1,
  },
  foreignShare: {
    label: 'Others',
    unit: "% of the server's cores",
    doc: 'CPU time on the cores measured on that no part of the course used: browser, other programs, system.',
    digits: 1,
  },
  stealShare: {
    label: 'Stolen',
    unit: '% of the cores',
    doc: 'Time in which the hypervisor gave these cores to somebody else.',
    digits: 1,
  },
  serviceP50: {
    label: 'Service time, median',
    unit: 'ms',
    doc: 'Half of the requests took at most this long from being sent to the last byte of the answer.',
    digits: 1,
    better: 'lower',
  },
  serviceP99: {
    label: 'Service time, p99',
    unit: 'ms',
    doc: '99 of 100 requests took at most this long from being sent to the last byte of the answer.',
    digits: 1,
    better: 'lower',
  },
  responseP50: {
    label: 'Response time, median',
    unit: 'ms',
    doc: 'Half of the requests were answered at most this long after the moment they were planned for.',
    digits: 1,
    better: 'lower',
  },
  responseP99: {
    label: 'Response time, p99',
    unit: 'ms',
    doc: '99 of 100 requests were answered at most this long after the moment they were planned for.',
    digits: 1,
    better: 'lower',
  },
  lagP99: {
    label: 'Lag of the load tool, p99',
    unit: 'ms',
    doc: 'How late the load tool itself was in noticing that a request was due, for 99 of 100 requests.',
    digits: 2,
    better: 'lower',
  },
  loopDelayP99: {
    label: 'Event-loop delay, p99',
    unit: 'ms',
    doc: 'How late the event loop came to what was due, for 99 of 100 moments.',
    digits: 1,
    better: 'lower',
  },
  gcShare: {
    label: 'Garbage collection',
    unit: '% of the time',
    doc: 'Time in which the garbage collector had stopped the program.',
    digits: 1,
    better: 'lower',
  },
  peakMemory: {
    label: 'Peak memory',
    unit: 'MB',
    doc: 'The most physical memory that the server and its processes held at one time (resident set).',
    digits: 0,
    better: 'lower',
  },
} as const satisfies Record<string, Metric>;

export type MetricName = keyof typeof metrics;
