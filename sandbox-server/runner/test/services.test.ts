import '../lab/test/fixtures/in-reaper.ts';
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { projectRoot } from '../../config.ts';
import { ContractGate } from '../contract-gate.ts';
import { readHostCard } from '../host-card.ts';
import { run, scratch, testLab } from '../lab/test/fixtures/test-lab.ts';
import { startServer } from '../server-under-test.ts';
import { missing } from '../toolchains.ts';
import { readVariants } from '../variants.ts';

const folder = join(projectRoot, 'sandbox-server/variants');
const cores = readHostCard('none', {}).usableCores.slice(0, 2);
const { signal } = new AbortController();

/** Two calls that the database keeps for a second, and one that it would answer at once: the order of their ends. */
const CALLS = `
  const order = [];
  const call = async (name, query) => {
    const answer = await fetch('http://127.0.0.1:' + process.argv[1] + '/users?' + query);
    order.push(answer.ok ? name : answer.status);
  };
  const slow = [call('slow', 'ms=1000'), call('slow', 'ms=1000')];
  await new Promise((resolve) => setTimeout(resolve, 300));
  await Promise.all([...slow, call('quick', 'limit=1')]);
  process.stdout.write(JSON.stringify(order));`;

for (const variant of readVariants(folder).all.values()) {
  const { id, manifest } = variant;
  if (!manifest.needs.services) continue;
  const lacks = missing(manifest.needs);
  const built = !manifest.build || existsSync(join(folder, id, manifest.build.artifact));
  const here = { skip: lacks ? lacks.text : !built && 'It is not built; `npm test -- --only rust` builds it.' };

  test(`${id} finds its database in the lab, and keeps the contract`, here, async () => {
    const lab = await testLab(`services-${id.replace('/', '-')}`);
    const gate = new ContractGate(join(scratch, 'passed.json'), folder, lab, cores);
    assert.deepEqual(await gate.check(variant, signal), { complaints: [] });
    const { out } = await run(lab, ['bash', '-c', 'cat /proc/[0-9]*/cmdline | tr "\\0" " "; ls -A ~']);
    assert.doesNotMatch(out, /postgres/, 'its database ends with it');
  });

  for (const [pool, first] of [
    [2, 'slow'],
    [3, 'quick'],
  ] as const)
    test(
      `${id} with POOL at ${pool}: beside two slow calls a quick one ends ${pool === 2 ? 'later' : 'first'}`,
      here,
      async () => {
        const lab = await testLab(`pool-${pool}-${id.replace('/', '-')}`);
        const server = await startServer(lab, variant, cores, signal, { knobs: { POOL: pool } });
        const { out } = await run(lab, ['node', '--input-type=module', '--eval', CALLS, String(server.port)]);
        await server.stop();
        const order = JSON.parse(out);
        assert.deepEqual([order[0], order.toSorted()], [first, ['quick', 'slow', 'slow']]);
      },
    );
}
