import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type ClientFrame,
  clampSize,
  decodeClientFrame,
  decodeServerFrame,
  encodeClientFrame,
  encodeServerFrame,
  MAX_CLIENT_FRAME,
  MAX_OUTPUT_BYTES,
  MAX_SERVER_FRAME,
  MAX_SNAPSHOT_BYTES,
  type ServerFrame,
} from '../terminal-frames.ts';

const bytes = (...values: number[]) => Uint8Array.from(values);

const clientFrames: ClientFrame[] = [
  { type: 'hello', number: 7, cols: 80, rows: 24 },
  { type: 'input', number: 65_535, bytes: bytes(0, 27, 255) },
  { type: 'resize', number: 1, cols: 65_535, rows: 0 },
  { type: 'ack', number: 1, bytes: 4_294_967_295 },
];
const serverFrames: ServerFrame[] = [
  { type: 'snapshot', number: 2, cols: 132, rows: 43, isFirst: true, isLast: false, bytes: bytes(1, 2) },
  { type: 'snapshot', number: 2, cols: 132, rows: 43, isFirst: false, isLast: true, bytes: bytes() },
  { type: 'output', number: 2, bytes: bytes(9) },
  { type: 'size', number: 2, cols: 500, rows: 200 },
  { type: 'exit', number: 2, code: 7, signal: null, reason: 'exited' },
  { type: 'exit', number: 2, code: null, signal: 'SIGKILL', reason: 'lab-ended' },
  { type: 'notice', number: 2, text: 'übergroß \u{1f600} "quoted"' },
];

test('[T2] each frame comes back as it was', () => {
  for (const frame of clientFrames) assert.deepEqual(decodeClientFrame(encodeClientFrame(frame)), frame);
  for (const frame of serverFrames) assert.deepEqual(decodeServerFrame(encodeServerFrame(frame)), frame);
});

test('[T2] the layout is type, terminal, body, big-endian', () => {
  assert.deepEqual(
    encodeClientFrame({ type: 'resize', number: 0x0102, cols: 0x0304, rows: 5 }),
    bytes(3, 1, 2, 3, 4, 0, 5),
  );
  assert.deepEqual(encodeClientFrame({ type: 'ack', number: 1, bytes: 0x01020304 }), bytes(4, 0, 1, 1, 2, 3, 4));
  assert.deepEqual(encodeServerFrame({ type: 'output', number: 1, bytes: bytes(65) }), bytes(17, 0, 1, 65));
});

test('a frame inside a larger buffer is read from its own start', () => {
  const frame = encodeClientFrame({ type: 'ack', number: 3, bytes: 9 });
  const larger = new Uint8Array(20);
  larger.set(frame, 5);
  assert.deepEqual(decodeClientFrame(larger.subarray(5, 5 + frame.length)), { type: 'ack', number: 3, bytes: 9 });
});

test('[T17] empty, unknown, truncated, overlong and nonsense frames are null', () => {
  const bad = [
    bytes(),
    bytes(2),
    bytes(2, 0),
    bytes(0, 0, 1),
    bytes(99, 0, 1, 1),
    bytes(17, 0, 1, 1),
    bytes(2, 0, 1),
    bytes(3, 0, 1, 0, 80, 0),
    bytes(3, 0, 1, 0, 80, 0, 24, 0),
    bytes(4, 0, 1, 1, 2, 3),
    bytes(1, 0, 1),
    bytes(1, 0, 1, 0x5b, 0x5d),
    bytes(1, 0, 1, 0x7b, 0x7d),
    new Uint8Array(MAX_CLIENT_FRAME + 1).fill(2),
  ];
  for (const frame of bad) assert.equal(decodeClientFrame(frame), null, String(frame.slice(0, 8)));
  const negative = encodeClientFrame({ type: 'hello', number: 1, cols: -1, rows: 24 });
  assert.equal(decodeClientFrame(negative), null);
  for (const frame of [
    bytes(),
    bytes(16, 0, 1, 0, 0),
    bytes(19, 0, 1),
    bytes(18, 0, 1, 1),
    bytes(20, 0, 1, 0x7b, 0x7d),
    new Uint8Array(MAX_SERVER_FRAME + 1).fill(17),
  ])
    assert.equal(decodeServerFrame(frame), null, String(frame.slice(0, 8)));
});

test('the largest pieces fill a frame exactly', () => {
  assert.equal(
    encodeServerFrame({ type: 'output', number: 1, bytes: new Uint8Array(MAX_OUTPUT_BYTES) }).length,
    MAX_SERVER_FRAME,
  );
  const snapshot = { type: 'snapshot', number: 1, cols: 1, rows: 1, isFirst: true, isLast: true } as const;
  assert.equal(encodeServerFrame({ ...snapshot, bytes: new Uint8Array(MAX_SNAPSHOT_BYTES) }).length, MAX_SERVER_FRAME);
});

test('[T7] sizes are clamped to what a terminal can be', () => {
  assert.deepEqual(clampSize(0, 0), { cols: 2, rows: 1 });
  assert.deepEqual(clampSize(65_535, 65_535), { cols: 500, rows: 200 });
  assert.deepEqual(clampSize(Number.NaN, 24.7), { cols: 2, rows: 24 });
});
