import type { Flag, Limiter } from '../../protocol/result.ts';

/** What raises each flag, and what the reader can do about it. The flag's own sentence stands in protocol/result.ts. */
export const flagCauses: Record<Flag, string> = {
  generatorBusy:
    'A thread of the load tool used 85 % of a core or more. Compare the servers by CPU per request, or measure on a machine with more cores.',
  generatorLate:
    'The p99 of the lag was larger than 2 to 4 ms, or than a twentieth of the response times. Close other programs and lower the rate.',
  generatorStarved:
    'For more than 5 % of the time the load tool was due and got no core, or stood still. Something else used its core, or stopped it: close that and run again.',
  planMissed: 'Less than 99.5 % of the planned requests were noticed in time. The rate is too high for this machine.',
  backlog:
    'More than 1 % of the planned requests had no connection yet when the time was over. The server was offered more than it does: a finding, not a fault.',
  fault:
    'It ran out of ports or files, or its counts do not add up. Look at the errors in the table; a higher limit on open files often helps.',
  errors:
    'Answers were missing, late beyond the timeout, or wrong. Look at the log of the server in the terminal first.',
  interrupted: 'Somebody pressed Stop, or the server or the machine went away.',
  noisy:
    'In more than a tenth of the windows of one second, others used over 5 % of the cores, or the hypervisor took over 1 %. Leave the tab still and close what computes.',
  notSteady:
    'Throughput or median still moved after 20 seconds, or 60 for Java. Some programs never settle; then that is the result.',
  drift:
    'The machine grew hot or busy, or the server fills its memory as it runs. The course over time shows when it began.',
  throttled:
    'A container or service manager limits the CPU time of these processes. Raise the quota, or run outside of it.',
  acceptQueue:
    'More connections came at once than the listening socket holds. Open fewer at a time, or raise the backlog of the server.',
  otherServerBusy:
    'One server of a comparison stands still while the other one is measured. This one used more than 2 % of a core all the same: it has processes that the course did not find.',
  workTooSmall:
    'On shared cores only requests of about 2 ms or more are compared. Choose heavier work, or use more cores.',
  loadShareHigh:
    'With so much CPU in the load tool the time is no longer that of the server. Heavier requests lower its share.',
};

/** How each limit is recognised, and what follows from it. */
export const limiterCauses: Record<Limiter, string> = {
  serverCpu: 'Its CPU time is at least 95 % of its cores. More cores, or less work for each request, would help.',
  oneThread:
    'Its busiest thread used at least 95 % of a core. More cores do not help until the work is spread over more threads.',
  pool: 'CPU use is below 60 %, and as many requests are under way as the pool has places. A larger pool, or shorter waits, would help.',
  generator: 'The load tool raised a flag of its own. The number says little about the server.',
  gc: 'Pauses of the collector took more than 20 % of the time. A larger heap, or fewer allocations, would help.',
  backlog:
    'Requests waited for a connection at the end, and nothing else was used up. Lower the rate, or find what holds an answer back.',
  upstream: 'The server used little CPU because it waited for another server. Measure that one.',
  errors: 'More than one request in a thousand failed. Mend that before you compare.',
  plan: 'The load is a planned rate, at least 95 % of it was answered while it lasted, and nothing was used up. Raise the rate to find a limit of the server.',
  unknown:
    'No core, thread or pool was full. With few connections this is normal: the server waited for the next request.',
};

/** The lesson that shows it happen, by its address. Of some there is none yet. */
export const shownIn: Partial<Record<Flag | Limiter, string>> = {
  generatorBusy: 'your-machine',
  generatorLate: 'how-to-measure',
  generatorStarved: 'your-machine',
  planMissed: 'how-to-measure',
  fault: 'how-to-measure',
  errors: 'thread-per-request',
  noisy: 'your-machine',
  notSteady: 'how-to-measure',
  drift: 'your-machine',
  acceptQueue: 'thread-per-request',
  workTooSmall: 'more-cores-one-server',
  loadShareHigh: 'more-cores-one-server',
  serverCpu: 'two-ways-to-grow',
  oneThread: 'more-cores-one-server',
  pool: 'thread-per-request',
  generator: 'your-machine',
  backlog: 'two-ways-to-grow',
  upstream: 'virtual-threads',
  plan: 'what-does-a-core-cost',
};
