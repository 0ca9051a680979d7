// node sandbox-server/variants/node/ws/server.js
// One event loop sends every WebSocket message back; the frames are the work of the package ws.
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { createAnswer } from '../routes.js';
import { announce, host, port } from '../settings.js';

// #region routes
const sockets = new WebSocketServer({ noServer: true, maxPayload: 16 * 1024 * 1024 }); // [1]

sockets.on('connection', (socket) => {
  socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary })); // [2]
  socket.on('error', () => {}); // [3]
});
const answer = createAnswer('main', 1, {});
// #endregion routes

// #region server
const server = createServer({ keepAliveTimeout: 75_000, headersTimeout: 80_000 }, answer);

server.on('upgrade', (req, socket, head) => {
  if (req.url.split('?', 1)[0] !== '/ws') return socket.end('HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n');
  sockets.handleUpgrade(req, socket, head, (opened) => sockets.emit('connection', opened));
});
server.listen({ host, port, backlog: 4096 }, () => announce(server.address().port, 1));
// #endregion server

// [1] Messages are not compressed: in ws, permessage-deflate is off unless it is asked for.
// [2] A text arrives as bytes, too; isBinary says which of the two the client sent.
// [3] The socket closes itself after a faulty frame. An error that nobody hears would end the process.
