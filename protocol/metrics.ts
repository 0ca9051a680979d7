/** How a metric is named, measured and drawn. One entry each; charts, tables and exports read it from here. */
export interface Metric {
  readonly label: string;
  readonly unit: string;
  /** One sentence for the reader. */
  readonly doc: string;
  /** Fraction digits in tables. */
  readonly digits: number;
}

export const metrics = {
  throughput: {
    label: 'Throughput',
    unit: 'requests/s',
    doc: 'Good answers per second, over the time from the first request sent to the last answer.',
    digits: 0,
  },
  speedUp: {
    label: 'Speed-up',
    unit: '× one core',
    doc: 'Throughput divided by the throughput of the same server on one core.',
    digits: 2,
  },
  cpuPerRequest: {
    label: 'CPU per request',
    unit: 'ms',
    doc: 'CPU time of the server and all its processes, divided by its good answers.',
    digits: 2,
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
    doc: "CPU time on the server's cores that neither the server nor the load tool used: browser, sandbox server, system.",
    digits: 1,
  },
  serviceP50: {
    label: 'Service time, median',
    unit: 'ms',
    doc: 'Half of the requests took at most this long from being sent to the last byte of the answer.',
    digits: 1,
  },
  serviceP99: {
    label: 'Service time, p99',
    unit: 'ms',
    doc: '99 of 100 requests took at most this long from being sent to the last byte of the answer.',
    digits: 1,
  },
} as const satisfies Record<string, Metric>;

export type MetricName = keyof typeof metrics;
