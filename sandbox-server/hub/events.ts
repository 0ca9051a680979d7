import type { WebSocket } from 'ws';
import { asProblem, problem } from '../../protocol/errors.ts';
import { type ClientMessage, clientMessageSchema, type HubMessage, parseMessage } from '../../protocol/messages.ts';
import { HostFacts } from './host-facts.ts';
import type { RunnerProcess } from './runner-process.ts';
import type { Runs } from './runs.ts';
import { type SocketRoute, sendBounded } from './sockets.ts';
import type { Store } from './store.ts';

/** Samples are sent again in pieces of this many, so that no message is near the payload limit. */
const SAMPLES_PER_MESSAGE = 100;

/** `/ws/events`: orders from pages, facts to pages. Every page hears states; points only who watches the run. */
export class Events implements SocketRoute {
  readonly path = '/ws/events';
  readonly #boot: string;
  readonly #store: Store;
  readonly #watching = new Map<WebSocket, Set<string>>();

  constructor(boot: string, store: Store) {
    this.#boot = boot;
    this.#store = store;
  }

  /** Set once at start: hub parts know each other by these two. */
  runs!: Runs;
  runner!: RunnerProcess;

  fits(resource: string): boolean {
    return resource === 'events';
  }

  accept(socket: WebSocket): void {
    this.#watching.set(socket, new Set());
    socket.once('close', () => this.#watching.delete(socket));
    socket.on('message', (data, isBinary) => this.#receive(socket, isBinary ? '' : data.toString()));
    const { host } = this.runner;
    if (host) this.#welcome(socket);
  }

  /** The runner is up (again): pages that waited for it learn what this host is. */
  welcomeAll(): void {
    for (const socket of this.#watching.keys()) this.#welcome(socket);
  }

  publish(message: HubMessage): void {
    const text = JSON.stringify(message);
    const run =
      message.t === 'run.samples' || message.t === 'run.point' || message.t === 'run.plan' || message.t === 'run.result'
        ? message.run
        : undefined;
    for (const [socket, runs] of this.#watching) if (run === undefined || runs.has(run)) sendBounded(socket, text);
  }

  #welcome(socket: WebSocket): void {
    const { host, facilities, builds } = this.runner;
    if (!host) return;
    const { floors, dependent } = new HostFacts(this.#store, host);
    this.#send(socket, {
      v: 1,
      t: 'welcome',
      boot: this.#boot,
      host,
      facilities,
      ...(dependent === undefined ? {} : { independent: dependent.length === 0 }),
      builds: [...builds.values()],
      floors,
      runs: this.runs.active,
    });
  }

  #send(socket: WebSocket, message: HubMessage): void {
    sendBounded(socket, JSON.stringify(message));
  }

  #receive(socket: WebSocket, text: string): void {
    const parsed = parseMessage(clientMessageSchema, text);
    if (!parsed.ok) {
      const { code, text: fault, ref } = parsed;
      this.#send(socket, { v: 1, t: 'error', ...(ref ? { ref } : {}), problem: problem(code, fault) });
      return;
    }
    const message = parsed.value;
    try {
      this.#obey(socket, message);
    } catch (error) {
      this.#send(socket, { v: 1, t: 'error', ...(message.ref ? { ref: message.ref } : {}), problem: asProblem(error) });
    }
  }

  #obey(socket: WebSocket, message: ClientMessage): void {
    switch (message.t) {
      case 'run.start': {
        const { run, plan } = this.runs.start(message.experiment, message.tier, message.seed);
        this.#watching.get(socket)?.add(run);
        this.#send(socket, {
          v: 1,
          t: 'run.accepted',
          ...(message.ref ? { ref: message.ref } : {}),
          run,
          experiment: message.experiment,
          plan,
        });
        break;
      }
      case 'run.cancel':
        this.runs.cancel(message.run);
        break;
      case 'run.watch':
        this.#replay(socket, message.run, message.from);
        break;
    }
  }

  #replay(socket: WebSocket, run: string, from: number): void {
    const stored = this.#store.run(run);
    const status = this.runs.status(run);
    if (!stored || !status) {
      this.#send(socket, { v: 1, t: 'error', problem: problem('not-found', 'There is no such run.') });
      return;
    }
    this.#watching.get(socket)?.add(run);
    this.#send(socket, { v: 1, t: 'run.accepted', run, experiment: stored.experiment, plan: stored.plan });
    this.#send(socket, { v: 1, t: 'run.state', status });
    const samples = this.#store.samples(run, from);
    for (let i = 0; i < samples.length; i += SAMPLES_PER_MESSAGE)
      this.#send(socket, { v: 1, t: 'run.samples', run, samples: samples.slice(i, i + SAMPLES_PER_MESSAGE) });
    for (const point of this.#store.points(run)) this.#send(socket, { v: 1, t: 'run.point', run, point });
    if (stored.result) this.#send(socket, { v: 1, t: 'run.result', run, result: stored.result });
  }
}
