import type { Limiter } from '../../protocol/result.ts';

/** What held a server or program back, short enough for a table. */
export const limiterName: Record<Limiter, string> = {
  serverCpu: 'all its cores',
  oneThread: 'one thread',
  pool: 'pool',
  generator: 'load tool',
  gc: 'garbage collection',
  backlog: 'backlog',
  upstream: 'upstream',
  errors: 'errors',
  plan: 'the plan',
  unknown: 'not known',
};

/**
 * What held back most of several measurements of one place. Of a program that nearly uses its cores one measurement says
 * "all its cores" and the next one "one thread": both at once would contradict each other.
 */
export function usualLimiter(limiters: readonly Limiter[]): Limiter {
  const times = (limiter: Limiter) => limiters.filter((other) => other === limiter).length;
  const known = limiters.filter((limiter) => limiter !== 'unknown');
  return [...known, 'unknown' as const].reduce((most, limiter) => (times(limiter) > times(most) ? limiter : most));
}

/** The same in one sentence (ME6). */
export const limiterText: Record<Limiter, string> = {
  serverCpu: 'All cores that it had were used: they are the limit.',
  oneThread: 'One thread was busy all the time while other cores were free: that thread is the limit.',
  pool: 'The server had CPU to spare, and every place in its pool was taken: the pool is the limit.',
  generator: 'The load tool was busy before the server was: the server may be able to do more than this.',
  gc: 'The server spent more than a fifth of the time collecting garbage: memory work is the limit.',
  backlog: 'More requests arrived than were answered, and the rest waited: the server was offered more than it can do.',
  upstream: 'The server waited for another program that it asks: that program is the limit.',
  errors: 'Requests failed, so what was measured is not the speed of good answers.',
  plan: 'The server answered what was planned and had room for more: the plan is the limit.',
  unknown: 'Nothing that was sampled was used up, so what held the server back is not known.',
};
