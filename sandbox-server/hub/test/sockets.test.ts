import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { WebSocket, WebSocketServer } from 'ws';
import { sendBounded } from '../sockets.ts';

/** How much is kept for a reader that does not read, over a real socket. */
const MESSAGE = 'x'.repeat(64 * 1024);

test('[F12] for a client that never reads at most 4 MiB are kept, then its socket is closed', async () => {
  const server = createServer();
  const sockets = new WebSocketServer({ server });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const [[socket]] = (await Promise.all([once(sockets, 'connection'), once(client, 'open')])) as [[WebSocket], unknown];
  client.pause();
  let most = 0;
  while (socket.readyState === WebSocket.OPEN) {
    sendBounded(socket, MESSAGE);
    most = Math.max(most, socket.bufferedAmount);
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.ok(most > 4 * 1024 ** 2 && most < 5 * 1024 ** 2, `${most}`);
  client.terminate();
  sockets.close();
  server.close();
});
