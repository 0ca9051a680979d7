import '../lab/test/fixtures/in-reaper.ts';
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { before, test } from 'node:test';
import { run, testLab } from '../lab/test/fixtures/test-lab.ts';
import { missingPostgres, type Postgres, postgresSettings, startPostgres } from '../postgres.ts';

const lacks = missingPostgres();
const here = { skip: lacks && `${lacks.text} ${lacks.command}` };
const { signal } = new AbortController();
const lab = lacks ? undefined : await testLab('postgres');
let database: Postgres | undefined;

before(async () => {
  if (lab) database = await startPostgres(lab.spawn, '/tmp/postgres', signal);
});

async function query(sql: string): Promise<string> {
  assert.ok(lab && database);
  const argv = ['psql', '--no-psqlrc', '--tuples-only', '--no-align', `--dbname=${database.url}`, `--command=${sql}`];
  const { out, err, code } = await run(lab, argv);
  assert.equal(code, 0, err);
  return out.trim();
}

test('the table of users holds 10,000 rows, the same everywhere', here, async () => {
  assert.equal(await query('select count(*), min(id), max(id), sum(score) from users'), '10000|1|10000|4995000');
  assert.equal(
    await query(`select id, name, email, score, created at time zone 'UTC' from users where id = 1441`),
    '1441|user 1441|user1441@example.com|279|2026-01-02 00:01:00',
  );
});

test('pg_sleep waits in the database for at least as long as it is told', here, async () => {
  const slept = `select clock_timestamp() - statement_timestamp() >= interval '50 ms' from pg_sleep(0.05)`;
  assert.equal(await query(slept), 't');
});

test('FR12: it runs with the settings that are named with their reasons', here, async () => {
  for (const { name, value } of postgresSettings) assert.equal(await query(`show ${name}`), value, name);
});

test('its end leaves no process and no file behind, also in the middle of a query', here, async () => {
  assert.ok(lab);
  const doomed = await startPostgres(lab.spawn, '/tmp/doomed', signal);
  const sleeping = run(lab, ['psql', `--dbname=${doomed.url}`, '--command=select pg_sleep(60)']);
  const asleep = `select count(*) from pg_stat_activity where wait_event = 'PgSleep'`;
  const psql = ['psql', '--tuples-only', '--no-align', `--dbname=${doomed.url}`, `--command=${asleep}`];
  while ((await run(lab, psql)).out.trim() !== '1');
  await doomed.stop();
  assert.notEqual((await sleeping).code, 0);
  assert.ok(!existsSync(`/proc/${doomed.process.pid}`));
  const { out } = await run(lab, ['bash', '-c', 'cat /proc/[0-9]*/cmdline | tr "\\0" " "; ls /tmp']);
  assert.doesNotMatch(out, /doomed/);
});

test('a start that is called off ends with the reason, and leaves nothing', here, async () => {
  assert.ok(lab);
  const reason = new Error('no longer wanted');
  await assert.rejects(startPostgres(lab.spawn, '/tmp/unwanted', AbortSignal.abort(reason)), reason);
  const { out } = await run(lab, ['ls', '/tmp']);
  assert.doesNotMatch(out, /unwanted/);
});
