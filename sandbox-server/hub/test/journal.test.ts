import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Journal } from '../journal.ts';

/** The log of a hub: one line of JSON for each thing that happened. */
const data = mkdtempSync(join(tmpdir(), 'loadstone-journal-'));
after(() => rmSync(data, { recursive: true, force: true }));

test('[I8] whatever a value holds is one line, and nothing in it turns or hides what stands there', async () => {
  const journal = new Journal(data);
  const hostile = 'a\nb"c\u001b[31m\u009b\u202eevil\u2066\u2028';
  journal.write('test', { hostile, long: 'x'.repeat(5000) });
  await journal.end();
  const file = join(data, 'logs/hub.ndjson');
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  assert.equal(lines.length, 1);
  assert.match(lines[0] as string, /^[\x20-\x7e]*$/, 'plain characters only');
  const { event, hostile: read, long } = JSON.parse(lines[0] as string);
  assert.deepEqual([event, read, long.length], ['test', hostile, 1024]);
  assert.equal(statSync(file).mode & 0o777, 0o600);
});

test('the mark of a session is the same each time, is not its key, and is another one after a restart', () => {
  const [one, other] = [new Journal(data), new Journal(data)];
  assert.equal(one.markOf('key'), one.markOf('key'));
  assert.notEqual(one.markOf('key'), other.markOf('key'));
  assert.ok(!one.markOf('key').includes('key'));
});
