import '../lab/test/fixtures/in-reaper.ts';
import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { BuildState } from '../../../protocol/host.ts';
import { Builds } from '../builds.ts';
import { ContractGate } from '../contract-gate.ts';
import { readHostCard } from '../host-card.ts';
import { serverFolder, testLab } from '../lab/test/fixtures/test-lab.ts';
import { readVariants } from '../variants.ts';
import { VariantsFolder } from './fixtures/variants-folder.ts';

/* The gate with a real lab, the real check and a real server: node/http as it is, and with one byte of /json changed. */
const folder = new VariantsFolder();
after(() => folder.remove());
for (const part of ['contract', 'test', 'node/http', 'node/routes.js', 'node/settings.js', 'node/work.js'])
  cpSync(join(serverFolder, 'variants', part), join(folder.variants, part), { recursive: true });
const lab = await testLab('gate', { variants: folder.variants });
const cores = readHostCard('none', {}).usableCores.slice(0, 2);

/** As the runner starts: it reads what lies there and checks what is new. */
async function start(during: (state: BuildState, builds: Builds) => void = () => {}) {
  const said: BuildState[] = [];
  const { all } = readVariants(folder.variants);
  const builds: Builds = new Builds({
    loadFolder: folder.load,
    variantsFolder: folder.variants,
    variants: [...all.values()],
    gate: new ContractGate(join(folder.path, 'contract.json'), folder.variants, async () => lab, cores),
    report: (state) => {
      said.push(state);
      during(state, builds);
    },
  });
  builds.announce();
  await builds.run();
  const states = said.filter(({ target }) => target === 'node/http');
  return { ready: [...builds.ready().keys()], states: states.map(({ state }) => state), last: states.at(-1) };
}

const work = join(folder.variants, 'node/work.js');
const sound = readFileSync(work, 'utf8');

test('[FR1] a variant with one wrong byte in /json fails, is not offered to any run, and says why', async () => {
  writeFileSync(work, sound.replace('record ', 'Record '));
  const { ready, states, last } = await start();
  assert.deepEqual(states, ['waiting', 'waiting', 'checking', 'failed']);
  assert.match(last?.complaints?.join('\n') ?? '', /\/json/);
  assert.match(last?.text ?? '', /^It breaks the contract: /);
  assert.deepEqual(ready, []);
});

test('it is asked again at the next start, passes once it is mended, and then is not asked any more', async () => {
  assert.deepEqual((await start()).states, ['waiting', 'waiting', 'checking', 'failed']);
  writeFileSync(work, sound);
  const mended = await start();
  assert.deepEqual(mended.states, ['waiting', 'waiting', 'checking', 'ready'], String(mended.last?.text));
  assert.deepEqual(mended.ready, ['node/http']);
  assert.deepEqual((await start()).states, ['waiting', 'ready']);
});

test('a variant that does not start fails with the words that it printed', async () => {
  writeFileSync(work, `${sound}\nthrow new Error('out of order');`);
  const { last } = await start();
  assert.equal(last?.state, 'failed');
  assert.match(last?.complaints?.join('\n') ?? '', /node\/http ended with code 1 before it listened/);
  assert.match(last?.log ?? '', /out of order/);
});

test('sources that are edited while the server is checked are not what passed', async () => {
  writeFileSync(work, `${sound}\n// a line more`);
  const { last, ready } = await start(({ state }) => {
    if (state === 'checking') writeFileSync(work, `${sound}\n// two lines more`);
  });
  assert.deepEqual([last?.state, ready], ['failed', []]);
  assert.match(last?.text ?? '', /changed/);
});

test('a run that wants the cores ends a check, which begins anew afterwards', async () => {
  writeFileSync(work, `${sound}\n// not asked yet`);
  let paused = false;
  const { states } = await start(({ state }, builds) => {
    if (state !== 'checking' || paused) return;
    paused = true;
    void builds.pause().then(() => builds.resume());
  });
  assert.deepEqual(states, ['waiting', 'waiting', 'checking', 'waiting', 'checking', 'ready']);
});
