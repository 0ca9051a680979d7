import type { WebsocketDone, WebsocketLine } from '../protocol/websocket-lines.ts';
import type { Bar } from './bar.ts';
import { loadTool, servers } from './binaries.ts';
import { runTool, type Server, withServer } from './programs.ts';

const MOST_BYTES_EACH = 10_000;
/** Fewer than connections. */
const FEW_FILES = 500;

/** AB17: many connections held at once. What is counted here is the same however busy the host is, memory included. */
export const websockets: Bar = {
  id: 'AB17',
  title: 'ten thousand WebSockets are held without an error, or refused before the run with the possible number',
  measure: ({ short }) =>
    withServer(servers.websocketEcho, async (server) => {
      const [connections, seconds] = short ? [2000, 5] : [10_000, 60];
      const refusal = await hold(server, connections, 1, FEW_FILES);
      const possible = await hold(server, refusal.possible ?? 1, 1, FEW_FILES);
      const refused = {
        'too few files: refused, and the number told would work': refusal.possible !== undefined && isSound(possible),
      };
      const run = await hold(server, connections, seconds);
      // This host's limits: the number must be told, and work.
      if (run.possible !== undefined) {
        const fewer = await hold(server, run.possible, seconds);
        return { figures: figuresOf(fewer), exact: { ...refused, 'the number told works': isSound(fewer) } };
      }
      return {
        figures: figuresOf(run),
        exact: {
          ...refused,
          'all held to the end, no error': isSound(run) && run.done?.held === connections,
          'at most 10 kB of the tool each':
            (run.done?.memory?.eachBytes ?? Number.POSITIVE_INFINITY) <= MOST_BYTES_EACH,
        },
      };
    }),
};

interface Held {
  readonly done?: WebsocketDone;
  /** The run was refused, but so many connections would work. */
  readonly possible?: number;
}

/** Opens connections, holds them, and asks each for an echo and a pong every 10 s. */
async function hold({ origin }: Server, connections: number, seconds: number, files?: number): Promise<Held> {
  const url = origin.replace('http', 'ws');
  const load = [loadTool, 'ws', url, '--connections', connections, '--connect-rate', 2000, '--hold-seconds', seconds];
  const messages = ['--ping-seconds', 10, '--echo-rate', 0.1, '--json'];
  const limited = files === undefined ? [] : ['bash', '-c', `ulimit -n ${files}; exec "$0" "$@"`];
  const { stdout, stderr } = await runTool([...limited, ...load, ...messages].map(String));
  const would = /(\d+) would work/.exec(stderr)?.[1];
  if (would !== undefined) return { possible: Number(would) };
  const lines = stdout.split('\n').filter(Boolean);
  const done = lines.map((line) => JSON.parse(line) as WebsocketLine).at(-1);
  return done?.t === 'done' ? { done } : {};
}

function isSound({ done }: Held): boolean {
  if (!done) return false;
  const streams = [done.connects, done.echoes, done.pings].filter((stream) => stream !== undefined);
  return streams.every(({ planned, ok }) => planned === ok) && Object.keys(done.lost).length === 0;
}

function figuresOf({ done }: Held): Record<string, number> {
  if (!done) return {};
  const { held, memory, echoes } = done;
  return {
    held,
    ...(memory ? { toolBytesEach: memory.eachBytes } : {}),
    ...(echoes?.latencyUs.p99 === undefined ? {} : { echoP99Us: echoes.latencyUs.p99 }),
    echoes: echoes?.ok ?? 0,
    pongs: done.pings?.ok ?? 0,
  };
}
