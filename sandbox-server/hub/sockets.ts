import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { closeCode, TERMINAL_PROTOCOL } from '../../protocol/terminal-frames.ts';
import { type Allowed, refusal } from './gate.ts';
import type { Journal } from './journal.ts';
import { type Keys, RateLimit } from './keys.ts';

/** Largest message, over all its fragments. */
const MAX_PAYLOAD_BYTES = 64 * 1024;
const MAX_SOCKETS = 64;
/** Of one session: open at a time, and opened in a minute. */
const SESSION_SOCKETS = 32;
const SESSION_SOCKETS_A_MINUTE = 60;
const PING_MS = 15_000;
/** Pings without an answer before a socket counts as dead. */
const MISSED_PINGS = 3;
/** Kernel buffers hide a slow reader for minutes; beyond this many waiting bytes it is cut off. */
const MAX_WAITING_BYTES = 4 * 1024 * 1024;

const TICKET_PREFIX = 'sbx.ticket.';

/** A socket's path, with what is handed each socket whose ticket opens `resource`. */
export interface SocketRoute {
  readonly path: string;
  /** The part of a ticket's resource after `kind:`, or nothing. */
  accept(socket: WebSocket, resource: string): void;
  fits(resource: string): boolean;
}

/** Attaches WebSockets to the HTTP server: the same gate, then a ticket, then the socket. */
export function attachSockets(
  server: Server,
  allowed: () => Allowed,
  keys: Keys,
  routes: readonly SocketRoute[],
  journal: Journal,
): WebSocketServer {
  const opened = new RateLimit(SESSION_SOCKETS_A_MINUTE, 60_000);
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_PAYLOAD_BYTES,
    perMessageDeflate: false,
    handleProtocols: () => TERMINAL_PROTOCOL,
  });

  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', () => stream.destroy());
    const refused = refusal(request, allowed());
    if (refused) return deny(stream, refused.code === 'misdirected' ? '421 Misdirected Request' : '403 Forbidden');
    const offered = String(request.headers['sec-websocket-protocol'] ?? '')
      .split(',')
      .map((name) => name.trim());
    const ticket = offered.find((name) => name.startsWith(TICKET_PREFIX))?.slice(TICKET_PREFIX.length);
    const redeemed = ticket && offered.includes(TERMINAL_PROTOCOL) ? keys.redeem(ticket) : undefined;
    const route = routes.find(({ path }) => path === request.url);
    // Without a valid ticket a route that exists looks like one that does not.
    if (!redeemed || !route?.fits(redeemed.resource)) return deny(stream, '401 Unauthorized');
    const { session, resource } = redeemed;
    const wait = opened.wait(session.id);
    if (wait || session.sockets.size >= SESSION_SOCKETS || sockets.clients.size >= MAX_SOCKETS) {
      journal.write('limit', { what: 'sockets', session: journal.markOf(session.id) });
      return deny(stream, '429 Too Many Requests', wait);
    }
    opened.count(session.id);
    sockets.handleUpgrade(request, stream, head, (socket) => {
      const from = performance.now();
      session.sockets.add(socket);
      keepAlive(socket);
      socket.on('error', () => socket.terminate());
      socket.once('close', (code) => {
        session.sockets.delete(socket);
        const ms = Math.round(performance.now() - from);
        journal.write('socket', { route: route.path, session: journal.markOf(session.id), code, ms });
      });
      route.accept(socket, resource);
    });
  });
  return sockets;
}

/** Sends, unless the reader is so slow that the hub would buffer for it. */
export function sendBounded(socket: WebSocket, data: string | Uint8Array): void {
  if (socket.readyState !== socket.OPEN) return;
  if (socket.bufferedAmount > MAX_WAITING_BYTES) {
    socket.close(closeCode.slow, 'too slow');
    socket.terminate();
  } else socket.send(data);
}

function keepAlive(socket: WebSocket): void {
  let missed = 0;
  socket.on('pong', () => {
    missed = 0;
  });
  const timer = setInterval(() => {
    if (++missed > MISSED_PINGS) socket.terminate();
    else socket.ping();
  }, PING_MS);
  socket.once('close', () => clearInterval(timer));
}

function deny(stream: Duplex, status: string, retryAfter?: number): void {
  const retry = retryAfter ? `Retry-After: ${retryAfter}\r\n` : '';
  stream.end(`HTTP/1.1 ${status}\r\n${retry}Connection: close\r\nContent-Length: 0\r\nCache-Control: no-store\r\n\r\n`);
}
