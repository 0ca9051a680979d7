import type { ExperimentSpec } from '../../protocol/experiment.ts';

const path = '/sleep?ms=30';
const seconds = 5;

export default {
  id: 'stall',
  title: 'One stall, two clocks',
  question: 'A server stands still for one second in five. What do two ways to measure make of it?',
  series: [
    {
      id: 'closed',
      label: 'closed loop, 64 connections',
      variant: 'node/http',
      load: { kind: 'closed', path, connections: 64, seconds },
    },
    { id: 'open', label: 'open loop, 2,000/s', variant: 'node/http' },
  ],
  // 64 connections that get their answers after 32 ms send 2,000 requests a second: both loads are the same until the stall.
  load: { kind: 'open', path, rate: 2000, arrivals: 'constant', connections: 256, seconds },
  sweep: { over: 'nothing' },
  freeze: { everyMs: 5000, forMs: 1000 },
  questions: [
    {
      claim: 'course.closed-loop-hides-stalls',
      metric: 'responseP99',
      of: { series: 'closed', at: 1 },
      sentence: 'The server stands still for 1 s in every 5 s, and the p99 that a closed loop reports is below 200 ms.',
      rule: { kind: 'limit', below: 200 },
      status: 'settled',
      meaning: {
        holds: 'The closed loop met the stall with one request for each connection, too few to move its p99.',
        doesNotHold: 'So few other requests were counted here that those caught in the stall are one in a hundred.',
      },
    },
    {
      claim: 'course.planned-load-hides-stalls',
      metric: 'responseP99',
      of: { series: 'open', at: 1 },
      sentence: 'The server stands still for 1 s in every 5 s, and the p99 of a load by plan is below 200 ms.',
      rule: { kind: 'limit', below: 200 },
      status: 'settled',
      meaning: {
        holds: 'Fewer than one planned request in a hundred met the stall here.',
        doesNotHold: 'Every request that was due in the stall is counted, with its wait from the planned moment on.',
      },
    },
  ],
  needs: { cores: 2 },
  willNotShowWhen: [
    'the closed loop has so many connections that those caught in one stall are one in a hundred of its requests',
    'the stall is shorter than the usual answer: then both ways count about the same',
  ],
} satisfies ExperimentSpec;
