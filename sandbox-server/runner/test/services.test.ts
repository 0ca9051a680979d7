import '../lab/test/fixtures/in-reaper.ts';
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { projectRoot } from '../../config.ts';
import { ContractGate } from '../contract-gate.ts';
import { readHostCard } from '../host-card.ts';
import { run, scratch, testLab } from '../lab/test/fixtures/test-lab.ts';
import { startServer } from '../server-under-test.ts';
import { labToolchains, missing } from '../toolchains.ts';
import { readVariants } from '../variants.ts';

const folder = join(projectRoot, 'sandbox-server/variants');
const cores = readHostCard('none', {}).usableCores.slice(0, 2);
const toolchains = labToolchains();
const { signal } = new AbortController();

/** Three calls that the database keeps for a second each, from a server that has loaded what it needs. */
const CALLS = `
  const call = (ms) => fetch('http://127.0.0.1:' + process.argv[1] + '/users?ms=' + ms).then(({ status }) => status);
  for (const ms of [1, 1000]) console.log(await Promise.all([ms, ms, ms].map(call)));`;
const SLEEPING = `select count(*) from pg_stat_activity where wait_event = 'PgSleep'`;

for (const variant of readVariants(folder).all.values()) {
  const { id, manifest } = variant;
  if (!manifest.needs.services) continue;
  const lacks = missing(manifest.needs);
  const built = !manifest.build || existsSync(join(folder, id, manifest.build.artifact));
  const here = { skip: lacks ? lacks.text : !built && 'It is not built: npm run build builds it.' };

  test(`${id} finds its database in the lab, and keeps the contract`, here, async () => {
    const lab = await testLab(`services-${id.replace('/', '-')}`, { toolchains });
    const gate = new ContractGate(join(scratch, 'passed.json'), folder, async () => lab, cores);
    assert.deepEqual(await gate.check(variant, signal), { complaints: [] });
    const { out } = await run(lab, ['bash', '-c', 'cat /proc/[0-9]*/cmdline | tr "\\0" " "; ls -A ~']);
    assert.doesNotMatch(out, /postgres/, 'its database ends with it');
  });

  for (const pool of [2, 3])
    test(`${id} with POOL at ${pool}: of three calls ${pool} are in the database at a time`, here, async () => {
      const lab = await testLab(`pool-${pool}-${id.replace('/', '-')}`, { toolchains });
      const server = await startServer(lab, variant, cores, signal, { knobs: { POOL: pool } });
      const url = /DATABASE_URL=([^\0]+)/.exec(readFileSync(`/proc/${server.process.pid}/environ`, 'utf8'))?.[1];
      const psql = ['psql', '--tuples-only', '--no-align', `--dbname=${url}`, `--command=${SLEEPING}`];
      let answered = false;
      const calls = run(lab, ['node', '--input-type=module', '--eval', CALLS, String(server.port)]);
      void calls.then(() => (answered = true));
      let most = 0;
      while (!answered) most = Math.max(most, Number((await run(lab, psql)).out));
      await server.stop();
      assert.equal((await calls).out, '[ 200, 200, 200 ]\n'.repeat(2));
      assert.equal(most, pool);
    });
}
