import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { MAX_PACKET_BYTES, pipeLink } from '../link.ts';
import { linkContract } from './link-contract.ts';

linkContract('pipe link', async () => {
  const there = new PassThrough();
  const back = new PassThrough();
  return [pipeLink(back, there), pipeLink(there, back)];
});

test('pipe link: a packet cut into single bytes is put together again', async () => {
  const whole = new PassThrough();
  const sender = pipeLink(new PassThrough(), whole);
  const pieces = new PassThrough();
  const receiver = pipeLink(pieces, new PassThrough());
  const got = new Promise((resolve) => receiver.onMessage(resolve));
  sender.send({ t: 'cut', text: 'into bytes' });
  for (const byte of whole.read() as Buffer) pieces.write(Buffer.from([byte]));
  for (let rest = whole.read(); rest; rest = whole.read())
    for (const byte of rest as Buffer) pieces.write(Buffer.from([byte]));
  assert.deepEqual(await got, { t: 'cut', text: 'into bytes' });
});

test('pipe link: a length beyond the limit closes the link instead of waiting for it', async () => {
  const input = new PassThrough();
  const link = pipeLink(input, new PassThrough());
  const gone = new Promise<void>((resolve) => link.onClose(resolve));
  const header = Buffer.alloc(5);
  header.writeUInt32BE(MAX_PACKET_BYTES + 1, 0);
  input.write(header);
  await gone;
});
