import { WebSocket } from 'ws';
import type { RunningHub } from '../../../e2e/hub.ts';
import type { Tier } from '../../../protocol/experiment.ts';
import { type BuildState, isUnderWay } from '../../../protocol/host.ts';
import { ARCHIVE_TYPE } from '../../../protocol/lab-files.ts';
import {
  type ClientMessage,
  type HubMessage,
  hubMessageSchema,
  isFinal,
  type RunStatus,
} from '../../../protocol/messages.ts';
import { TERMINAL_PROTOCOL } from '../../../protocol/terminal-frames.ts';

/** Nothing that a test waits for takes so long, bar the first builds on a new machine. */
const LIMIT_MS = 4 * 60_000;
const BUILDS_LIMIT_MS = 20 * 60_000;
/** Of what came instead, so much is told. */
const LAST_MESSAGES = 12;

/** A page's part of the protocol, for tests: signed in by the start link, over a real socket. */
export class TestClient {
  readonly messages: HubMessage[] = [];
  readonly #hub: RunningHub;
  readonly #key: string;
  #socket: WebSocket | undefined;
  #waiting: (() => void)[] = [];

  private constructor(hub: RunningHub, key: string) {
    this.#hub = hub;
    this.#key = key;
  }

  static async signIn(hub: RunningHub): Promise<TestClient> {
    const token = hub.url.split('#t=')[1];
    const response = await fetch(`${hub.origin}/auth/exchange`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: hub.origin },
      body: JSON.stringify({ token }),
    });
    const client = new TestClient(hub, ((await response.json()) as { key: string }).key);
    await client.#connect();
    return client;
  }

  async api<T>(path: string, body?: unknown): Promise<T> {
    return (await (await this.ask(path, body)).json()) as T;
  }

  /** A GET, or a POST of bytes as an archive and of anything else as JSON. */
  async ask(path: string, body?: unknown): Promise<Response> {
    const isArchive = Buffer.isBuffer(body);
    const response = await fetch(`${this.#hub.origin}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        'content-type': isArchive ? ARCHIVE_TYPE : 'application/json',
        origin: this.#hub.origin,
        authorization: `Bearer ${this.#key}`,
      },
      ...(body === undefined ? {} : { body: isArchive ? new Uint8Array(body) : JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response;
  }

  async socket(path: string, resource: string): Promise<WebSocket> {
    const { ticket } = await this.api<{ ticket: string }>('/api/ticket', { resource });
    const socket = new WebSocket(
      `${this.#hub.origin.replace('http', 'ws')}${path}`,
      [TERMINAL_PROTOCOL, `sbx.ticket.${ticket}`],
      {
        origin: this.#hub.origin,
      },
    );
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    socket.on('error', () => {});
    return socket;
  }

  async #connect(): Promise<void> {
    const socket = await this.socket('/ws/events', 'events');
    socket.on('message', (text) => {
      this.messages.push(hubMessageSchema.parse(JSON.parse(text.toString())));
      for (const wake of this.#waiting.splice(0)) wake();
    });
    this.#socket = socket;
  }

  send(message: ClientMessage): void {
    this.#socket?.send(JSON.stringify(message));
  }

  /** The first message, past or to come, for which `find` returns something. Tells what came instead when none does. */
  async until<T>(find: (message: HubMessage) => T | undefined, limitMs = LIMIT_MS): Promise<T> {
    let over = false;
    const limit = setTimeout(() => {
      over = true;
      for (const wake of this.#waiting.splice(0)) wake();
    }, limitMs);
    try {
      for (let seen = 0; ; ) {
        for (; seen < this.messages.length; seen++) {
          const found = find(this.messages[seen] as HubMessage);
          if (found !== undefined) return found;
        }
        if (over) throw new Error(`It did not come. The last messages:\n${this.#last()}`);
        await new Promise<void>((resolve) => this.#waiting.push(resolve));
      }
    } finally {
      clearTimeout(limit);
    }
  }

  #last(): string {
    const told = this.messages.filter(({ t }) => t !== 'run.samples').slice(-LAST_MESSAGES);
    return told.map((message) => JSON.stringify(message).slice(0, 400)).join('\n');
  }

  /** Starts a run. @returns its id, once it was accepted */
  start(experiment: string, tier: Tier, ref = 'a'): Promise<string> {
    this.send({ v: 1, t: 'run.start', ref, experiment, tier });
    return this.until((message) => (message.t === 'run.accepted' && message.ref === ref ? message.run : undefined));
  }

  /** How a run ended. */
  ended(run: string): Promise<RunStatus> {
    return this.until((message) =>
      message.t === 'run.state' && message.status.run === run && isFinal(message.status.state)
        ? message.status
        : undefined,
    );
  }

  /** Waits until nothing is left to be built or checked. */
  async builds(): Promise<void> {
    const states = new Map<string, BuildState>();
    await this.until((message) => {
      if (message.t === 'welcome') for (const build of message.builds) states.set(build.target, build);
      if (message.t === 'build.state') states.set(message.build.target, message.build);
      const open = [...states.values()].some(isUnderWay);
      return states.size > 0 && !open ? true : undefined;
    }, BUILDS_LIMIT_MS);
  }

  close(): void {
    this.#socket?.close();
  }
}
