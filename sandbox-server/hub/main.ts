import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, renameSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { type Config, DEFAULT_PORT, PORTS_TRIED, projectRoot, UsageError } from '../config.ts';
import { divideGroup } from '../runner/lab/lab-groups.ts';
import { runnerCommand } from '../runner/lab/reaper.ts';
import { demandAlone, openControl } from './control.ts';
import { Events } from './events.ts';
import { readExperiments } from './experiments.ts';
import { demandRoom, roomOf } from './floors.ts';
import { loopbackAllowed } from './gate.ts';
import { createHttp } from './http.ts';
import { Journal } from './journal.ts';
import { Keys } from './keys.ts';
import { LabFiles } from './lab-files.ts';
import { RunnerProcess } from './runner-process.ts';
import { Runs } from './runs.ts';
import { attachSockets } from './sockets.ts';
import { noSite, readSite, type Site } from './static-site.ts';
import { openStore, type Store } from './store.ts';
import { Terminals } from './terminals.ts';

/** Longest wait for requests and labs at a clean end. */
const END_MS = 8000;

export interface Hub {
  readonly port: number;
  readonly origin: string;
  /** A fresh start link: one use, ten minutes. */
  startUrl(): string;
  end(): Promise<void>;
}

/**
 * Puts the rooms of the hub together and listens on loopback.
 * @throws UsageError when the port is taken, the data is in use or the site is not built
 */
export async function startHub(config: Config, log: (line: string) => void): Promise<Hub> {
  mkdirSync(config.data, { recursive: true, mode: 0o700 });
  await demandAlone(config.data);
  const groups = config.groups ? groupsOrUsage() : undefined;
  const site = config.site ? siteOrUsage(config.site) : noSite;
  const port = await freePort(config.port);
  const store = storeOrAside(join(config.data, 'loadstone.sqlite'), log);
  const experiments = await readExperiments(join(projectRoot, 'content/experiments'));
  for (const fault of experiments.faults) log(`An experiment is left out. ${fault}`);

  if (config.level === 'process')
    log(
      'Labs run without walls (--level process): what runs in them can do all that you can. Use it alone, on a machine of yours.',
    );
  const journal = new Journal(config.data);
  journal.write('start', { pid: process.pid, port, level: config.level, root: process.getuid?.() === 0 });
  const haveRoom = () => demandRoom(roomOf(config.data));
  const keys = new Keys();
  const allowed = loopbackAllowed(port, process.env['LOADSTONE_DEV_ORIGIN']?.split(' ') ?? []);
  const events = new Events(randomUUID(), store);
  const terminals = new Terminals(haveRoom);
  const files = new LabFiles();
  const used = [...experiments.all.values()].flatMap(({ series }) => series.map(({ variant }) => `--used=${variant}`));
  const hostProc = openHostProc();
  const runner = new RunnerProcess(
    runnerCommand(
      process.execPath,
      join(projectRoot, 'sandbox-server/runner/main.ts'),
      [
        ...['--data', config.data, '--level', config.level],
        ...(hostProc ? ['--host-proc', '3'] : []),
        ...(groups === undefined ? [] : ['--groups', groups]),
        ...new Set(used),
      ],
      config.level,
    ).argv,
    {
      onFact: (fact) => {
        if (fact.t === 'runner.ready') {
          events.welcomeAll();
          runs.runnerReady();
        } else if (fact.t === 'build.state') events.publish({ v: 1, t: 'build.state', build: fact.build });
        else if ('run' in fact) runs.onFact(fact);
        else if ('terminal' in fact) terminals.onFact(fact);
        else files.onFact(fact);
      },
      onFrame: (frame) => terminals.onFrame(frame),
      onGone: () => {
        journal.write('runner-gone');
        runs.runnerGone();
        terminals.runnerGone();
        files.runnerGone();
      },
    },
    (line) => {
      log(line);
      journal.write('runner', { line });
    },
    hostProc,
  );
  const runs = new Runs(
    store,
    runner,
    experiments.all,
    (message) => {
      if (message.t === 'run.state') journal.write('run', { run: message.status.run, state: message.status.state });
      events.publish(message);
    },
    haveRoom,
  );
  runs.closeUnfinished();
  events.runs = runs;
  events.runner = runner;
  terminals.runner = runner;
  files.runner = runner;

  const app = createHttp({
    allowed: () => allowed,
    keys,
    runs,
    store,
    terminals,
    files,
    site,
    journal,
    level: config.level,
  });
  const sockets = attachSockets(app.server, () => allowed, keys, [events, terminals], journal);
  await app.listen({ host: '127.0.0.1', port });
  const origin = `http://127.0.0.1:${port}`;
  const control = await openControl(config.data, () => ({ pid: process.pid, port, origin, token: keys.start() }));

  return {
    port,
    origin,
    startUrl: () => `${origin}/start#t=${keys.start()}`,
    end: async () => {
      control.close();
      for (const socket of sockets.clients) socket.close(1001, 'the sandbox server ends');
      const late = setTimeout(() => process.exit(0), END_MS);
      await runner.end();
      for (const socket of sockets.clients) socket.terminate();
      await app.close();
      store.close();
      journal.write('end');
      await journal.end();
      clearTimeout(late);
    },
  };
}

/** The host's processes, for the sampler: the runner's own /proc shows those of its namespace only. */
function openHostProc(): number | undefined {
  return existsSync('/proc/self/stat') ? openSync('/proc', 'r') : undefined;
}

function groupsOrUsage(): string {
  try {
    return divideGroup();
  } catch (error) {
    throw new UsageError(
      `${(error as Error).message} Leave --groups out, or start it in a group of its own: systemd-run --user --scope --property=Delegate=yes npm start -- --groups`,
    );
  }
}

function siteOrUsage(folder: string): Site {
  try {
    return readSite(folder);
  } catch (error) {
    throw new UsageError(
      existsSync(folder) ? (error as Error).message : 'The site is not built yet. `npm start` builds it.',
    );
  }
}

/** Opens the store; a damaged file is kept aside under another name, never overwritten. */
function storeOrAside(file: string, log: (line: string) => void): Store {
  if (existsSync(file)) {
    try {
      return openStore(file);
    } catch (error) {
      const message = (error as Error).message;
      if (message.includes('newer Loadstone')) throw new UsageError(message);
      const aside = `${file}.damaged-${new Date().toISOString().replaceAll(':', '-')}`;
      for (const ending of ['', '-wal', '-shm'])
        if (existsSync(file + ending)) renameSync(file + ending, aside + ending);
      log(`The database could not be read (${message}). It is kept as ${aside}; a new one was begun.`);
    }
  }
  // Private from the first byte.
  closeSync(openSync(file, 'a', 0o600));
  return openStore(file);
}

/** The asked port or a UsageError; without one, the default or the next free one. 0 is chosen by the system. */
async function freePort(asked: number | undefined): Promise<number> {
  if (asked !== undefined) {
    const port = await tryPort(asked);
    if (port === undefined)
      throw new UsageError(`Port ${asked} is in use. Choose another with --port, or leave --port out.`);
    return port;
  }
  for (let port = DEFAULT_PORT; port < DEFAULT_PORT + PORTS_TRIED; port++)
    if ((await tryPort(port)) !== undefined) return port;
  throw new UsageError(
    `Ports ${DEFAULT_PORT} to ${DEFAULT_PORT + PORTS_TRIED - 1} are all in use. Choose one with --port.`,
  );
}

function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => {
      const { port: bound } = server.address() as { port: number };
      server.close(() => resolve(bound));
    });
  });
}
