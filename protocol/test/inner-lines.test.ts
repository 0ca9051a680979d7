import assert from 'node:assert/strict';
import { test } from 'node:test';
import { innerLineSchema } from '../inner-lines.ts';

test('ME1: each runtime has its own shape; a field of another one does not fit', () => {
  const tokio = { t: 'inner', source: 'tokio', atUs: 1, pid: 7, spanUs: 250_000, busyUs: [3], parks: [9] };
  const line = { ...tokio, aliveTasks: 1, globalQueue: 0 };
  assert.ok(innerLineSchema.safeParse(line).success);
  assert.ok(!innerLineSchema.safeParse({ ...line, elu: 0.4 }).success);
  assert.ok(!innerLineSchema.safeParse({ ...line, source: 'jvm' }).success);
});
