import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { WebSocket } from 'ws';
import { type ClientMessage, type HubMessage, hubMessageSchema, parseMessage } from '../protocol/messages.ts';
import { TERMINAL_PROTOCOL } from '../protocol/terminal-frames.ts';
import { projectRoot, readConfig } from '../sandbox-server/config.ts';
import { askHub, type ControlAnswer } from '../sandbox-server/hub/control.ts';

/** A command line's connection to the hub: the one that runs already with this data, or one started for it. */
export interface HubClient {
  send(message: ClientMessage): void;
  onMessage(listener: (message: HubMessage) => void): void;
  onClose(listener: () => void): void;
  end(): Promise<void>;
}

export async function connectHub(): Promise<HubClient> {
  const { data } = readConfig([], process.env);
  const running = await askHub(data);
  const own = running ? undefined : await startOwn(data);
  const { origin, token } = running ?? (own as NonNullable<typeof own>).answer;
  const key = (await post(`${origin}/auth/exchange`, origin, { token })) as { key: string };
  const { ticket } = (await post(`${origin}/api/ticket`, origin, { resource: 'events' }, key.key)) as {
    ticket: string;
  };
  const socket = new WebSocket(
    `${origin.replace('http', 'ws')}/ws/events`,
    [TERMINAL_PROTOCOL, `sbx.ticket.${ticket}`],
    { origin },
  );
  const listeners: ((message: HubMessage) => void)[] = [];
  socket.on('message', (text) => {
    const parsed = parseMessage(hubMessageSchema, text.toString());
    if (!parsed.ok) throw new Error(`The sandbox server sent something else than the protocol: ${parsed.text}`);
    for (const listener of listeners) listener(parsed.value);
  });
  return {
    send: (message) => socket.send(JSON.stringify(message)),
    onMessage: (listener) => void listeners.push(listener),
    onClose: (listener) => void socket.on('close', listener),
    end: async () => {
      socket.close();
      await own?.end();
    },
  };
}

async function startOwn(data: string): Promise<{ answer: ControlAnswer; end: () => Promise<void> }> {
  const argv = [join(projectRoot, 'sandbox-server/main.ts'), '--headless', '--port', '0', '--json'];
  const child = spawn(process.execPath, argv, {
    // The channel tells the hub when this process is gone, however it ended.
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    cwd: projectRoot,
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await Promise.race([
    new Promise((resolve) => createInterface({ input: child.stdout as Readable }).once('line', resolve)),
    exited,
  ]);
  const answer = await askHub(data);
  if (!answer) throw new Error('The sandbox server could not be started; the lines above say why.');
  return {
    answer,
    end: () => {
      child.kill('SIGTERM');
      return exited;
    },
  };
}

async function post(url: string, origin: string, body: unknown, key?: string): Promise<unknown> {
  const headers = { 'content-type': 'application/json', origin, ...(key ? { authorization: `Bearer ${key}` } : {}) };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`The sandbox server refused: ${await response.text()}`);
  return response.json();
}
