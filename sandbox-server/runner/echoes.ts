import type { LoadDone, LoadLine, LoadTick } from '../../protocol/load-lines.ts';
import type { WebsocketLine } from '../../protocol/websocket-lines.ts';
import { encode, sum } from './histograms.ts';

type Errors = LoadTick['errors'];

const NOTHING = encode(sum([]));
const PHASES = { connect: 'warmup', hold: 'measure', drain: 'drain' } as const;

/**
 * What `load ws` prints in the words that `load` has for requests by plan: an echo is a request, opening connections is
 * the warm-up, and a connection that failed or was lost is a failed request. Echoes have no service times.
 */
export function echoesAsRequests(line: WebsocketLine): LoadLine {
  switch (line.t) {
    case 'hello':
      return { t: 'phase', atUs: 0, name: 'warmup' };
    case 'phase':
      return { ...line, name: PHASES[line.name] };
    case 'tick': {
      const { atUs, spanUs, gen, lag, connects, echoes, lost } = line;
      const ok = echoes?.ok ?? 0;
      const planned = echoes?.planned ?? 0;
      const errors = added(connects.errors, lost, echoes?.errors ?? {});
      return {
        t: 'tick',
        phase: PHASES[line.phase],
        atUs,
        spanUs,
        planned,
        released: planned,
        sent: echoes?.sent ?? 0,
        ok,
        carried: 0,
        failed: total(errors),
        inFlight: echoes?.inFlight ?? 0,
        queued: echoes?.queued ?? 0,
        conns: line.connected,
        bytesIn: 0,
        bytesOut: 0,
        errors,
        lag,
        gen,
        classes: { all: { ok, response: echoes?.latency ?? NOTHING, service: NOTHING } },
      };
    }
    case 'done':
      return doneOf(line);
  }
}

function doneOf({
  atUs,
  measuredUs,
  connects,
  lost,
  echoes,
  lag,
  gen,
  flags,
  held,
}: Extract<WebsocketLine, { t: 'done' }>) {
  const ok = echoes?.ok ?? 0;
  const planned = echoes?.planned ?? 0;
  const errors = added(connects.errors, lost, echoes?.errors ?? {});
  const responseUs = echoes?.latencyUs ?? {};
  return {
    t: 'done',
    atUs,
    measuredUs,
    inTime: ok,
    totals: {
      planned,
      released: planned,
      sent: echoes?.sent ?? 0,
      ok,
      carried: 0,
      failed: total(errors),
      bytesIn: 0,
      bytesOut: 0,
      errors,
    },
    censored: echoes?.censored ?? 0,
    unsent: echoes?.unsent ?? 0,
    held,
    classes: {
      all: {
        ok,
        response: echoes?.latency ?? NOTHING,
        service: NOTHING,
        firstByte: NOTHING,
        responseUs,
        serviceUs: {},
      },
    },
    lag,
    gen,
    responseUs,
    serviceUs: {},
    flags,
  } satisfies LoadDone;
}

function added(...all: readonly Errors[]): Errors {
  const sums: Errors = {};
  for (const [kind, count] of all.flatMap((errors) => Object.entries(errors) as [keyof Errors, number][]))
    sums[kind] = (sums[kind] ?? 0) + count;
  return sums;
}

const total = (errors: Errors) => Object.values(errors).reduce((sum, count) => sum + count, 0);
