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
  /** Counted and not timed: the same at every run of the same program, so that one run decides. */
  readonly exact?: true;
}

export const metrics = {
  throughput: {
    label: 'Throughput',
    unit: 'requests/s',
    doc: 'Good answers per second, of those that came while it was measured: until sending ended, or by count until the last answer.',
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
  fullRate: {
    label: 'Full rate',
    unit: 'requests/s',
    doc: 'Good answers per second of the same server just before, while every connection always had a next request.',
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
  kernelShare: {
    label: 'In the kernel',
    unit: '% of the CPU time',
    doc: "The part of the server's CPU time that the kernel spent for it: sockets, timers, files, switches.",
    digits: 0,
  },
  switchesPerRequest: {
    label: 'Context switches',
    unit: 'per request',
    doc: 'How often the kernel took a core from a thread of the server or gave it one, divided by its good answers.',
    digits: 2,
    better: 'lower',
  },
  coresUsed: {
    label: 'Cores used',
    unit: 'cores',
    doc: 'CPU time of the server and all its processes, divided by the time that passed.',
    digits: 2,
  },
  behindCoresUsed: {
    label: 'Cores used behind it',
    unit: 'cores',
    doc: 'CPU time of the programs that the server asks, divided by the time that passed.',
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
  serviceP90: {
    label: 'Service time, p90',
    unit: 'ms',
    doc: '9 of 10 requests took at most this long from being sent to the last byte of the answer.',
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
  serviceP999: {
    label: 'Service time, p99.9',
    unit: 'ms',
    doc: '999 of 1,000 requests took at most this long from being sent to the last byte of the answer.',
    digits: 1,
    better: 'lower',
  },
  responseP50: {
    label: 'Response time, median',
    unit: 'ms',
    doc: 'Half of the requests were answered at most this long after the moment they were planned for. A closed loop plans nothing: there it is the service time.',
    digits: 1,
    better: 'lower',
  },
  responseP90: {
    label: 'Response time, p90',
    unit: 'ms',
    doc: '9 of 10 requests were answered at most this long after the moment they were planned for. A closed loop plans nothing: there it is the service time.',
    digits: 1,
    better: 'lower',
  },
  responseP99: {
    label: 'Response time, p99',
    unit: 'ms',
    doc: '99 of 100 requests were answered at most this long after the moment they were planned for. A closed loop plans nothing: there it is the service time.',
    digits: 1,
    better: 'lower',
  },
  responseP999: {
    label: 'Response time, p99.9',
    unit: 'ms',
    doc: '999 of 1,000 requests were answered at most this long after the moment they were planned for. A closed loop plans nothing: there it is the service time.',
    digits: 1,
    better: 'lower',
  },
  errorShare: {
    label: 'Failed',
    unit: '% of the requests',
    doc: 'Requests that were refused, broken off, answered wrongly or not answered at all.',
    digits: 1,
    better: 'lower',
  },
  inFlight: {
    label: 'In flight',
    unit: 'requests',
    doc: 'Requests on their way at a time, on average.',
    digits: 1,
  },
  leftOut: {
    label: 'Never sent',
    unit: 'requests',
    doc: 'Requests that users would have sent and the load did not: of a plan those never sent, of a closed loop those that its connections would have sent, had every answer taken the median.',
    digits: 0,
    better: 'lower',
  },
  lagP99: {
    label: 'Lag of the load tool, p99',
    unit: 'ms',
    doc: 'How late the load tool itself was in noticing that a request was due, for 99 of 100 requests.',
    digits: 2,
    better: 'lower',
  },
  loopDelayP90: {
    label: 'Event-loop delay, p90',
    unit: 'ms',
    doc: 'How late the event loop came to what was due, for 90 of 100 moments. A heartbeat of 10 ms is too rare for a p99.',
    digits: 1,
    better: 'lower',
  },
  busyInside: {
    label: 'Busy inside',
    unit: '% of the time',
    doc: 'Time in which the busiest event loop or worker of the server had work.',
    digits: 0,
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
  idleMemory: {
    label: 'Idle memory',
    unit: 'MB',
    doc: 'Physical memory of the server and its processes after its first answer and before any load, shared pages divided among all that use them (PSS).',
    digits: 1,
    better: 'lower',
  },
  loadedMemory: {
    label: 'Memory after load',
    unit: 'MB',
    doc: 'Physical memory of the server and its processes right after the load, shared pages divided among all that use them (PSS).',
    digits: 1,
    better: 'lower',
  },
  held: {
    label: 'Connections held',
    unit: 'connections',
    doc: 'Connections that were open to the end.',
    digits: 0,
    better: 'higher',
  },
  size: {
    label: 'Size',
    unit: 'bytes',
    doc: 'Bytes that one value takes by itself, without what it points to.',
    digits: 0,
    better: 'lower',
    exact: true,
  },
  fileSize: {
    label: 'Size on disk',
    unit: 'MB',
    doc: 'Bytes of the files that are needed to run it.',
    digits: 2,
    better: 'lower',
    exact: true,
  },
  instructions: {
    label: 'Instructions',
    unit: 'instructions',
    doc: "Instructions of one function in the compiler's assembly, executed or not.",
    digits: 0,
    exact: true,
  },
  residentEach: {
    label: 'Resident memory each',
    unit: 'bytes',
    doc: 'Physical memory that the process gained (resident set), divided by the number of what was made or held.',
    digits: 0,
    better: 'lower',
  },
  virtualEach: {
    label: 'Address space each',
    unit: 'bytes',
    doc: 'Address space that the process gained, whether it was ever touched or not, divided by the number of what was made.',
    digits: 0,
    better: 'lower',
  },
  heapEach: {
    label: 'Heap each',
    unit: 'bytes',
    doc: "Bytes that the runtime's own heap gained after collecting, divided by the number of what was made.",
    digits: 0,
    better: 'lower',
  },
  createEach: {
    label: 'Creation time each',
    unit: 'µs',
    doc: 'Time until all of them were made, divided by their number.',
    digits: 2,
    better: 'lower',
  },
  timeEach: {
    label: 'Time each',
    unit: 'ns',
    doc: 'Time of one operation: of a round of many, divided by their number.',
    digits: 2,
    better: 'lower',
  },
  doneAfter: {
    label: 'Done after',
    unit: 'ms',
    doc: 'Time from the start until it was done.',
    digits: 1,
    better: 'lower',
  },
  place: {
    label: 'Place',
    unit: 'in order',
    doc: 'Which place a line has among the lines of its program.',
    digits: 0,
    exact: true,
  },
  operations: {
    label: 'Operations',
    unit: 'operations/s',
    doc: 'Operations of all threads together, per second.',
    digits: 0,
    better: 'higher',
  },
  kept: {
    label: 'Updates kept',
    unit: '% of the updates',
    doc: 'What the counter shows at the end, as a part of the increments that were made.',
    digits: 1,
    better: 'higher',
  },
  growth: {
    label: 'Growth',
    unit: '× the first round',
    doc: 'Memory held after the last round, divided by what was held after the first.',
    digits: 2,
    better: 'lower',
  },
  lateness: {
    label: 'Longest lateness',
    unit: 'ms',
    doc: 'How long after the moment it was due the ticker ran, at most.',
    digits: 1,
    better: 'lower',
  },
  startUp: {
    label: 'Start-up',
    unit: 'ms',
    doc: 'Time from starting the program until it says that it is ready, or until it has ended; of a server until its first answer.',
    digits: 1,
    better: 'lower',
  },
} as const satisfies Record<string, Metric>;

export type MetricName = keyof typeof metrics;

/** Whether one run of a program decides about this metric. */
export const isExact = (metric: MetricName): boolean => (metrics[metric] as Metric).exact === true;
