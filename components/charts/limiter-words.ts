import type { Limiter } from '../../protocol/result.ts';
import { list } from './format.ts';

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

/** What held back several measurements, in one cell of a table: that it was not known counts only where it never was. */
export function limiterNames(limiters: Iterable<Limiter>): string {
  const all = new Set(limiters);
  if (all.size > 1) all.delete('unknown');
  return list([...all].map((limiter) => limiterName[limiter]));
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
