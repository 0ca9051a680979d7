import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { test } from 'node:test';
import { loopbackAllowed, refusal } from '../gate.ts';

const allowed = loopbackAllowed(4300);

/** As much of a request as the gate looks at. */
function request(method: string, headers: [string, string][]): IncomingMessage {
  const lower = Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value]));
  return { method, rawHeaders: headers.flat(), headers: lower } as unknown as IncomingMessage;
}
const code = (method: string, ...headers: [string, string][]) => refusal(request(method, headers), allowed)?.code;

const host: [string, string] = ['Host', '127.0.0.1:4300'];
const own: [string, string] = ['Origin', 'http://127.0.0.1:4300'];
const upgrade: [string, string] = ['Upgrade', 'websocket'];

for (const name of ['127.0.0.1:4300', 'localhost:4300', '[::1]:4300']) {
  test(`[A6] control: Host ${name} passes`, () => assert.equal(code('GET', ['Host', name]), undefined));
}

for (const name of [
  'evil.example',
  '127.0.0.1.evil.example:4300',
  'localhost.evil:4300',
  '127.0.0.1:4301',
  '127.0.0.1',
  'LOCALHOST:4300 ',
  '127.0.0.1:4300@evil.example',
  '[::1]:4301',
  '0.0.0.0:4300',
  '',
]) {
  test(`[A6] [A7] Host "${name}" is misdirected`, () => assert.equal(code('GET', ['Host', name]), 'misdirected'));
}

test('[A6] no Host and two Hosts are misdirected', () => {
  assert.equal(code('GET'), 'misdirected');
  assert.equal(code('GET', host, host), 'misdirected');
});

test('[A3] control: an upgrade from our own page passes', () =>
  assert.equal(code('GET', host, own, upgrade), undefined));

for (const origin of [
  'http://evil.example',
  'null',
  'http://127.0.0.1:4301',
  'https://127.0.0.1:4300',
  'http://127.0.0.1:4300.evil',
]) {
  test(`[A3] [A4] [A5] an upgrade and a POST from ${origin} are forbidden`, () => {
    assert.equal(code('GET', host, ['Origin', origin], upgrade), 'forbidden');
    assert.equal(code('POST', host, ['Origin', origin]), 'forbidden');
  });
}

test('[A4] an upgrade and a POST without Origin are forbidden', () => {
  assert.equal(code('GET', host, upgrade), 'forbidden');
  assert.equal(code('POST', host), 'forbidden');
});

test('a page of another site gets nothing, but a link from it may open ours', () => {
  assert.equal(code('GET', host, ['Sec-Fetch-Site', 'cross-site'], ['Sec-Fetch-Mode', 'no-cors']), 'forbidden');
  assert.equal(code('GET', host, ['Sec-Fetch-Site', 'same-site'], ['Sec-Fetch-Mode', 'cors']), 'forbidden');
  assert.equal(code('GET', host, ['Sec-Fetch-Site', 'cross-site'], ['Sec-Fetch-Mode', 'navigate']), undefined);
  assert.equal(code('POST', host, own, ['Sec-Fetch-Site', 'cross-site'], ['Sec-Fetch-Mode', 'navigate']), 'forbidden');
});
