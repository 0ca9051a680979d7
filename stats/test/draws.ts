import { seededRandom } from '../random.ts';
import type { Window } from '../steadiness.ts';

/** Seeded draws for simulations. */
export function draws(seed: number) {
  const random = seededRandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const exponential = (rate: number) => -Math.log(1 - random()) / rate;
  return { random, normal, exponential };
}

export interface Answer {
  readonly endSeconds: number;
  readonly responseSeconds: number;
}

/** One server behind a queue, under a Poisson plan; `service` gives the seconds of a request that starts then. */
export function* openLoop(
  arrivals: number,
  service: (atSeconds: number) => number,
  exponential: (rate: number) => number,
): Generator<Answer> {
  let planned = 0;
  let free = 0;
  for (;;) {
    planned += exponential(arrivals);
    const from = Math.max(planned, free);
    free = from + service(from);
    yield { endSeconds: free, responseSeconds: free - planned };
  }
}

/** One server that always has `connections` requests, in turn. */
export function* closedLoop(connections: number, service: (atSeconds: number) => number): Generator<Answer> {
  const sent = Array.from({ length: connections }, () => 0);
  let end = 0;
  for (let i = 0; ; i++) {
    end += service(end);
    yield { endSeconds: end, responseSeconds: end - (sent[i % connections] as number) };
    sent[i % connections] = end;
  }
}

/** What a load tool would see of these answers in windows of so many seconds. */
export function windowsOf(answers: Iterable<Answer>, seconds: number, count: number): Window[] {
  const times: number[][] = Array.from({ length: count }, () => []);
  for (const { endSeconds, responseSeconds } of answers) {
    const own = times[Math.floor(endSeconds / seconds)];
    if (!own) break;
    own.push(responseSeconds);
  }
  return times.map((own) => {
    const sorted = own.toSorted((a, b) => a - b);
    const p50Us = (sorted[Math.floor(sorted.length / 2)] ?? 0) * 1e6;
    return { throughput: own.length / seconds, p50Us, requests: own.length };
  });
}
