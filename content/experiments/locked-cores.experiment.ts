import type { ExperimentSpec } from '../../protocol/experiment.ts';

export default {
  id: 'locked-cores',
  title: 'The same work, inside a lock',
  question: 'A server computes for each request, freely or inside a lock. What do more cores bring?',
  series: [
    { id: 'free', label: 'computes freely', variant: 'rust/axum', path: '/burn?n=1800000' },
    { id: 'locked', label: 'computes in the lock', variant: 'rust/axum', path: '/counter?hold=1800000' },
  ],
  load: { kind: 'closed', path: '/burn?n=1800000', connections: 64, requests: { look: 400, block: 600 } },
  sweep: { over: 'cores' },
  questions: [
    {
      claim: 'course.lock-takes-the-cores',
      of: { series: 'locked', at: 'most' },
      against: { series: 'locked', at: 'least' },
      sentence: 'With all of its work inside one lock, all cores give rust/axum the throughput of one, within 10 %.',
      rule: { kind: 'equal', margin: 0.1 },
      status: 'settled',
      meaning: {
        holds: 'The same server, the same calculation: the lock alone took what the other cores could have given.',
        doesNotHold: 'The cores changed the throughput, although the work goes one at a time.',
      },
    },
  ],
  needs: { cores: 2, cpuPerRequestUs: 2000 },
  willNotShowWhen: [
    'the lock is held so briefly that two requests seldom meet there, as in the bare /counter',
    'there is one connection: then nobody ever waits for the lock',
  ],
} satisfies ExperimentSpec;
