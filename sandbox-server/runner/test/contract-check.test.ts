import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { type Checked, checkContract } from '../../variants/contract/check-contract.ts';
// @ts-expect-error the variants are plain JavaScript, as lessons show them
import { createAnswer } from '../../variants/node/routes.js';

/* The check against the routes of node/http, sound and with one fault each: what it does not notice, it cannot refuse. */
const sound: RequestListener = createAnswer('main', 1);
const routes = ['/ping', '/json', '/sleep', '/burn', '/hash', '/json/parse', '/counter', '/pbkdf2', '/stats'];

async function complaints(listener: RequestListener, told: Partial<Checked> = {}): Promise<string[]> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const found = await checkContract({ port, routes, spreads: 'one-thread', workers: 2, ...told });
  server.close();
  return found;
}

/** Sound, but `change` meets each request first; what it answers itself, it returns true for. */
const faulty =
  (change: (request: IncomingMessage, response: ServerResponse) => unknown): RequestListener =>
  (request, response) => {
    if (change(request, response) !== true) sound(request, response);
  };
const says = (response: ServerResponse, status: number, type: string, body: string) => {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) }).end(body);
  return true;
};

test('a server that keeps the contract has nothing to answer for', async () => {
  assert.deepEqual(await complaints(sound), []);
});

test('[FR1] other bytes are named with the place where they begin', async () => {
  const other = faulty(
    ({ url }, response) => url === '/sleep?ms=20' && says(response, 200, 'text/plain; charset=utf-8', 'slept 25'),
  );
  assert.deepEqual(await complaints(other), [
    'GET /sleep?ms=20 has another body from byte 7 on: "slept 25" instead of "slept 20".',
  ]);
});

test('[FR1] a missing date, another type or a compressed answer is noticed', async () => {
  const undated = faulty((_, response) => {
    response.sendDate = false;
  });
  assert.match((await complaints(undated)).join(), /GET \/json has no date of now/);
  const html = faulty(({ url }, response) => url === '/ping' && says(response, 200, 'text/html', 'pong'));
  assert.match((await complaints(html)).join(), /GET \/ping has the type text\/html, not text\/plain/);
  const encoded = faulty((_, response) => {
    response.setHeader('content-encoding', 'identity');
  });
  assert.match((await complaints(encoded)).join(), /GET \/json is compressed/);
});

test('[FR2] a checksum that was not computed for this n is noticed', async () => {
  const cached = faulty((request) => {
    if (request.url?.startsWith('/burn?n=100003')) request.url = '/burn?n=1000';
  });
  assert.match((await complaints(cached)).join(), /GET \/burn\?n=100003 has another body/);
});

test('[FR6] another number of workers than it was given is noticed', async () => {
  assert.deepEqual(await complaints(sound, { spreads: 'threads' }), ['/stats names 1 workers instead of 2.']);
});

test('[FR7] a server that closes its connections is noticed', async () => {
  const closing = faulty((_, response) => {
    response.setHeader('connection', 'close');
    response.removeHeader = () => {};
  });
  assert.match((await complaints(closing)).join(), /20 requests in a row needed 20 connections instead of one/);
});

test('a route that the manifest does not name must not be there, and one that it names must be', async () => {
  assert.deepEqual(await complaints(sound, { routes: routes.filter((route) => route !== '/json') }), [
    'GET /json is answered with status 200 instead of 404.',
    'GET /json has the type application/json, not text/plain; charset=utf-8.',
    'GET /json has another body from byte 0 on: "[{\\"id\\":1,\\"name\\":" instead of "not found".',
  ]);
  for (const route of ['/cache', '/users', '/ws'])
    assert.ok((await complaints(sound, { routes: [...routes, route] })).length > 0, route);
});

test('a method other than GET must be refused, with what is allowed', async () => {
  const open = faulty((request) => {
    request.method = 'GET';
  });
  assert.match((await complaints(open)).join(), /POST \/ping is answered with status 200 instead of 405/);
});

test('a server that does not answer is told so, request by request', async () => {
  const deaf = faulty(({ url, socket }) => url === '/json' && Boolean(socket.destroy()));
  assert.match((await complaints(deaf)).join(), /GET \/json is not answered: socket hang up/);
});
