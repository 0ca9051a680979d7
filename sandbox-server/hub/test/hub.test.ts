import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { WebSocket } from 'ws';
import { type RunningHub, removeData, startHub } from '../../../e2e/hub.ts';
import { askHub } from '../control.ts';

/** The access rules against a real hub with its real runner, over real sockets. */
let hub: RunningHub;
let key: string;

const token = (url: string) => url.split('#t=')[1] as string;

/** A request with exactly these headers: fetch would not let a test lie about Host or Origin. */
function ask(method: string, path: string, headers: Record<string, string> = {}, body?: string) {
  const { port } = new URL(hub.origin);
  return new Promise<{ status: number; headers: Record<string, string | string[] | undefined>; text: string }>(
    (resolve, reject) => {
      const request = httpRequest({
        host: '127.0.0.1',
        port,
        method,
        path,
        headers: { ...(body ? { 'content-type': 'application/json' } : {}), ...headers },
      });
      request.on('error', reject);
      request.on('response', (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => {
          text += chunk.toString();
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
      });
      request.end(body);
    },
  );
}
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  ask('POST', path, { origin: hub.origin, ...headers }, JSON.stringify(body));
const signed = () => ({ authorization: `Bearer ${key}` });

function open(path: string, protocols: string[], headers: Record<string, string>): Promise<number | WebSocket> {
  const socket = new WebSocket(`${hub.origin.replace('http', 'ws')}${path}`, protocols, { headers });
  return new Promise((resolve) => {
    socket.once('open', () => resolve(socket));
    socket.once('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.once('error', () => {});
  });
}
const ticketFor = async (resource: string) =>
  (JSON.parse((await post('/api/ticket', { resource }, signed())).text) as { ticket: string }).ticket;

before(async () => {
  hub = await startHub(undefined, '--headless');
  const answer = await post('/auth/exchange', { token: token(hub.url) });
  key = (JSON.parse(answer.text) as { key: string }).key;
});
after(async () => {
  await hub.end();
  removeData(hub.data);
});

test('[A1] the API without a key is 401 in JSON, the same for what exists and what does not', async () => {
  const [known, unknown] = [await ask('GET', '/api/runs'), await ask('GET', '/api/nothing')];
  assert.equal(known.status, 401);
  assert.equal(JSON.parse(known.text).error.code, 'unauthenticated');
  assert.deepEqual([unknown.status, unknown.text], [known.status, known.text]);
  for (const name of ['server', 'x-powered-by', 'access-control-allow-origin'])
    assert.equal(known.headers[name], undefined);
  assert.equal((await ask('GET', '/api/runs', signed())).status, 200, 'control: with the key');
});

test('[A2] [A11] an upgrade needs a ticket for this very socket, once', async () => {
  const origin = { origin: hub.origin };
  assert.equal(await open('/ws/events', ['sbx.v1'], origin), 401);
  assert.equal(await open('/ws/events', ['sbx.v1', 'sbx.ticket.guess'], origin), 401);
  const ticket = await ticketFor('events');
  assert.equal(await open('/ws/terminal', ['sbx.v1', `sbx.ticket.${ticket}`], origin), 401, 'another resource');
  assert.equal(await open('/ws/events', ['sbx.v1', `sbx.ticket.${ticket}`], origin), 401, 'used up by that');
  const socket = await open('/ws/events', ['sbx.v1', `sbx.ticket.${await ticketFor('events')}`], origin);
  assert.ok(socket instanceof WebSocket, 'control');
  assert.equal(socket.protocol, 'sbx.v1');
  socket.close();
});

test('[A3] [A4] [A5] an upgrade with a good ticket from elsewhere is 403', async () => {
  for (const headers of [{ origin: 'http://evil.example' }, { origin: 'null' }, { origin: 'http://127.0.0.1:1' }, {}])
    assert.equal(
      await open(
        '/ws/events',
        ['sbx.v1', `sbx.ticket.${await ticketFor('events')}`],
        headers as Record<string, string>,
      ),
      403,
    );
});

test('[A6] [A7] a foreign Host is 421 everywhere', async () => {
  for (const host of ['evil.example', '127.0.0.1.evil.example', `localhost.evil:${new URL(hub.origin).port}`])
    for (const path of ['/', '/api/runs', '/healthz', '/ws/events'])
      assert.equal((await ask('GET', path, { host })).status, 421, `${host} ${path}`);
});

test('[A8] the start link works once', async () => {
  const again = await post('/auth/exchange', { token: token(hub.url) });
  assert.equal(again.status, 401);
});

test('[A10] no key, a malformed key, a key in the query or a cookie: 401', async () => {
  for (const [path, headers] of [
    ['/api/runs', { authorization: 'Bearer guess' }],
    ['/api/runs', { authorization: key }],
    [`/api/runs?key=${key}`, {}],
    ['/api/runs', { cookie: `key=${key}` }],
  ] as [string, Record<string, string>][])
    assert.equal((await ask('GET', path, headers)).status, 401);
});

test('[A17] the policy headers are on every answer, errors included', async () => {
  for (const [path, headers] of [
    ['/', {}],
    ['/nothing', {}],
    ['/api/runs', {}],
    ['/healthz', { host: 'evil.example' }],
    ['/%ff', {}],
  ] as [string, Record<string, string>][]) {
    const answer = await ask('GET', path, headers);
    assert.match(String(answer.headers['content-security-policy']), /default-src 'none'.*frame-ancestors 'none'/, path);
    assert.equal(answer.headers['x-content-type-options'], 'nosniff');
    assert.equal(answer.headers['cross-origin-opener-policy'], 'same-origin');
  }
  assert.equal(
    (await ask('OPTIONS', '/api/runs', { origin: 'http://evil.example' })).headers['access-control-allow-origin'],
    undefined,
  );
});

test('[A18] a form of another site is 403, a body that is not JSON is 415', async () => {
  assert.equal(
    (await ask('POST', '/auth/exchange', { origin: 'http://evil.example', 'content-type': 'text/plain' }, '{}')).status,
    403,
  );
  assert.equal(
    (await ask('POST', '/auth/exchange', { origin: hub.origin, 'content-type': 'text/plain' }, '{}')).status,
    415,
  );
});

test('[I1] [I2] [I3] malformed ids and bodies are refused, and nothing falls over', async () => {
  for (const id of ['../../etc/passwd', '%2e%2e%2f', '..%5c', '%00', 'x'.repeat(10_000)])
    assert.ok([400, 404, 414, 431].includes((await ask('GET', `/api/runs/${id}`, signed())).status), id.slice(0, 20));
  for (const body of [
    '{"resource":"events","__proto__":{"x":1}}',
    '{"resource":"events","constructor":{"prototype":{"x":1}}}',
    '{"resource":"events","resource":"events"}',
    '{"resource":3}',
    '[]',
    '{',
    '['.repeat(10_000),
    '['.repeat(10_000) + ']'.repeat(10_000),
  ])
    assert.equal(
      (await ask('POST', '/api/ticket', { origin: hub.origin, ...signed() }, body)).status,
      400,
      body.slice(0, 30),
    );
  const large = await ask(
    'PUT',
    '/api/state',
    { origin: hub.origin, ...signed() },
    JSON.stringify({ entries: { 'prediction.x': { value: 'x'.repeat(300_000), savedAt: new Date().toISOString() } } }),
  );
  assert.equal(large.status, 413);
  assert.equal((await ask('GET', '/healthz')).text, 'ok');
});

test('a malformed message on the socket is answered with a code and a sentence, and the socket lives', async () => {
  const socket = (await open('/ws/events', ['sbx.v1', `sbx.ticket.${await ticketFor('events')}`], {
    origin: hub.origin,
  })) as WebSocket;
  const answers: { t: string; problem?: { code: string; text: string } }[] = [];
  socket.on('message', (text) => answers.push(JSON.parse(text.toString())));
  for (const text of [
    '{',
    '{"v":9,"t":"run.start"}',
    '{"v":1,"t":"run.fly"}',
    '{"v":1,"t":"run.start","experiment":"none","tier":"look"}',
  ])
    socket.send(text);
  const errors = () => answers.filter(({ t }) => t === 'error').map(({ problem }) => problem?.code);
  while (errors().length < 4) await once(socket, 'message');
  assert.deepEqual(errors(), ['malformed', 'version', 'unknown-type', 'unknown-experiment']);
  assert.equal(socket.readyState, WebSocket.OPEN);
  socket.close();
});

/** Signs in as another tab does. */
async function anotherSession() {
  const control = await askHub(hub.data);
  const answer = await post('/auth/exchange', { token: control?.token });
  const { key: other } = JSON.parse(answer.text) as { key: string };
  return { key: other, authorization: `Bearer ${other}` };
}

test('[A10] signing out closes the sockets of that session within a second, and its key opens nothing', async () => {
  const { authorization } = await anotherSession();
  const { ticket } = JSON.parse((await post('/api/ticket', { resource: 'events' }, { authorization })).text);
  const origin = { origin: hub.origin };
  const mine = (await open('/ws/events', ['sbx.v1', `sbx.ticket.${await ticketFor('events')}`], origin)) as WebSocket;
  const theirs = (await open('/ws/events', ['sbx.v1', `sbx.ticket.${ticket}`], origin)) as WebSocket;
  const closed = once(theirs, 'close');
  assert.equal((await post('/api/logout', {}, { authorization })).status, 200);
  assert.equal((await closed)[0], 4001);
  assert.equal((await ask('GET', '/api/runs', { authorization })).status, 401);
  assert.equal(mine.readyState, WebSocket.OPEN, 'control: the other session goes on');
  mine.close();
});

test('one session has at most 32 sockets open, and the next one is told to wait', async () => {
  const { authorization } = await anotherSession();
  const opened: (number | WebSocket)[] = [];
  for (let i = 0; i < 33; i++) {
    const { ticket } = JSON.parse((await post('/api/ticket', { resource: 'events' }, { authorization })).text);
    opened.push(await open('/ws/events', ['sbx.v1', `sbx.ticket.${ticket}`], { origin: hub.origin }));
    // The API takes thirty calls a second.
    if (i % 20 === 19) await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  assert.ok(opened.slice(0, 32).every((socket) => socket instanceof WebSocket));
  assert.equal(opened[32], 429);
  assert.ok(await ticketFor('events'), 'control: another session goes on');
  await post('/api/logout', {}, { authorization });
});

const put = (entries: unknown) =>
  ask('PUT', '/api/state', { origin: hub.origin, ...signed() }, JSON.stringify({ entries }));
const state = async () => JSON.parse((await ask('GET', '/api/state', signed())).text).entries;

test("the owner's state comes back as it was put; an older value does not replace a newer one", async () => {
  const at = (value: unknown, savedAt: string) => ({ 'prediction.cores': { value, savedAt } });
  const newer = at({ v: 1, curves: { 'node-http': [{ cores: 1, speedUp: 1 }] } }, '2026-01-02T00:00:00.000Z');
  const answer = await put(newer);
  assert.equal(answer.status, 200, answer.text);
  assert.equal((await put(at('older', '2026-01-01T00:00:00.000Z'))).status, 200);
  assert.deepEqual(await state(), newer);
});

test("the owner's state has limits: keys of one form, values of one size, no time that is still to come", async () => {
  const now = new Date().toISOString();
  for (const entries of [
    { 'no-kind': { value: 1, savedAt: now } },
    { 'x.y': { value: 1 } },
    { 'x.y': { value: 1, savedAt: 'soon' } },
  ])
    assert.equal((await put(entries)).status, 400);
  assert.equal((await put({ 'x.y': { value: 'x'.repeat(70_000), savedAt: now } })).status, 413);
  await put({ 'x.future': { value: 1, savedAt: '2099-01-01T00:00:00.000Z' } });
  assert.ok((await state())['x.future'].savedAt < '2099');
});

test("erasing takes the owner's state away and says when, so that older copies elsewhere stay away too", async () => {
  const answer = await ask('DELETE', '/api/state', { origin: hub.origin, ...signed() });
  const { erasedAt } = JSON.parse(answer.text);
  assert.deepEqual(await state(), { 'erased.all': { value: null, savedAt: erasedAt } });
});

test('[F14] a second hub on the same data refuses and says which one holds it', async () => {
  await assert.rejects(startHub(hub.data, '--headless'), /runs already on http:\/\/127\.0\.0\.1:\d+ with this data/);
});

test('a hub ends itself when the command line that started it is gone', async () => {
  const data = mkdtempSync(join(tmpdir(), 'loadstone-'));
  const argv = [join(import.meta.dirname, '../../main.ts'), '--headless', '--port', '0', '--json'];
  const child = spawn(process.execPath, argv, {
    stdio: ['ignore', 'pipe', 'ignore', 'ipc'],
    env: { ...process.env, LOADSTONE_DATA: data },
  });
  const ended = once(child, 'exit');
  await once(child.stdout as NodeJS.EventEmitter, 'data');
  child.disconnect();
  assert.deepEqual(await ended, [0, null]);
  removeData(data);
});

test('[A12] a key of before a restart opens nothing, and a new start link does', async () => {
  const first = await startHub(undefined, '--headless');
  const signIn = async (running: RunningHub) => {
    const answer = await fetch(`${running.origin}/auth/exchange`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: running.origin },
      body: JSON.stringify({ token: token(running.url) }),
    });
    return ((await answer.json()) as { key: string }).key;
  };
  const status = async (running: RunningHub, bearer: string) =>
    (await fetch(`${running.origin}/api/runs`, { headers: { authorization: `Bearer ${bearer}` } })).status;
  const old = await signIn(first);
  assert.equal(await status(first, old), 200, 'control');
  await first.end();
  const second = await startHub(first.data, '--headless');
  assert.equal(await status(second, old), 401);
  assert.equal(await status(second, await signIn(second)), 200);
  await second.end();
  removeData(second.data);
});

test('[F9] a port that is taken is refused with the port and what to do', async () => {
  await assert.rejects(
    startHub(undefined, '--headless', '--port', new URL(hub.origin).port),
    /Port \d+ is in use\. Choose another with --port/,
  );
});
test('[A9] after five wrong start links an address has to wait; who is signed in does not notice', async () => {
  let last = { status: 0, headers: {} as Record<string, unknown> };
  for (let i = 0; i < 20; i++) last = await post('/auth/exchange', { token: `wrong-${i}` });
  assert.equal(last.status, 429);
  assert.ok(Number(last.headers['retry-after']) > 0);
  assert.equal((await ask('GET', '/api/runs', signed())).status, 200);
});

test('[A20] the log names routes, codes and sessions, and holds no token, key, ticket, query or typed marker', async () => {
  const ticket = await ticketFor('events');
  await ask('GET', '/api/runs/marker-in-path?q=marker-in-query', { ...signed(), referer: 'http://marker-in-referer/' });
  const folder = join(hub.data, 'logs');
  const told = () =>
    readdirSync(folder)
      .map((name) => readFileSync(join(folder, name), 'utf8'))
      .join('');
  while (!told().includes('"route":"/api/runs/:run"')) await new Promise((resolve) => setTimeout(resolve, 20));
  const text = told();
  for (const secret of [token(hub.url), key, ticket, 'marker-in-', 'Bearer', 'wrong-1'])
    assert.ok(!text.includes(secret), secret.slice(0, 12));
  for (const event of ['start', 'sign-in-failed', 'socket', 'limit'])
    assert.ok(text.includes(`"event":"${event}"`), event);
});
