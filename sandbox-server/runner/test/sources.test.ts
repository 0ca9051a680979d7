import '../lab/test/fixtures/in-reaper.ts';
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Plan } from '../../../protocol/plan.ts';
import type { VariantInfo } from '../../../protocol/runner-messages.ts';
import { buildJobs, noteBuilt } from '../build-jobs.ts';
import { readHostCard } from '../host-card.ts';
import { testLab } from '../lab/test/fixtures/test-lab.ts';
import { readVariants } from '../variants.ts';
import { execute } from './fixtures/execute.ts';
import { VariantsFolder } from './fixtures/variants-folder.ts';

/* What is measured is what was hashed: sources are read again when a run starts their server. */
const folder = new VariantsFolder();
after(() => folder.remove());
const lab = await testLab('sources', { variants: folder.variants });
const { usableCores } = readHostCard('none', {});
const [core] = usableCores as [number];

folder.variant('node/plain', 'process.exit(3);');
folder.variant('node/built', 'process.exit(3);', {
  build: { argv: ['node', 'compile.js'], directory: '..', artifact: 'built', inputs: [] },
});
folder.write('variants/node/built/built', 'by us');
const { all } = readVariants(folder.variants);
for (const { products } of buildJobs(folder.load, folder.variants, all.values()))
  for (const product of products) noteBuilt(product);

/** Runs one step on the variant; what its end says. */
async function run(variant: string, variants: ReadonlyMap<string, VariantInfo> = all) {
  const plan: Plan = {
    v: 1,
    experiment: 'sources',
    tier: 'look',
    seed: 1,
    mode: 'shared',
    sweep: { over: 'nothing', label: '', unit: '', values: [1] },
    probes: false,
    hubCores: [core],
    steps: [
      {
        id: 'look',
        kind: 'look',
        block: 0,
        warmup: 'brief',
        servers: [{ key: 'a', series: 'a', variant, x: 1, cores: [core] }],
        slices: [
          {
            server: 'a',
            path: '/ping',
            shape: { kind: 'closed', connections: 1, requests: 1 },
            loadCores: [core],
            seed: 1,
          },
        ],
      },
    ],
    skipped: [],
    estimatedMs: 0,
  };
  const facts = await execute({
    run: 'r-sources',
    plan,
    lab,
    variantsFolder: folder.variants,
    variants,
    subjects: { folder: folder.path, inLab: '/opt', all: new Map() },
  });
  const end = facts.find((fact) => fact.t === 'run.end');
  return end?.t === 'run.end' ? `${end.problem?.code}: ${end.problem?.text}` : 'no end';
}

test('sources that are as they were read are started', async () => {
  for (const id of ['node/plain', 'node/built'])
    assert.equal(await run(id), `server-failed: ${id} ended with code 3 before it listened.`);
});

test('sources edited between the start of the sandbox server and a run are never measured under the old hash', async () => {
  folder.write('variants/node/plain/server.js', 'process.exit(4);');
  assert.equal(
    await run('node/plain'),
    'source-mismatch: The sources of node/plain were changed since the sandbox server started.',
  );
});

test('an artefact that somebody else built meanwhile is not measured either', async () => {
  folder.write('variants/node/built/built', 'by hand');
  assert.equal(
    await run('node/built'),
    'source-mismatch: node/built was built by somebody else since the sandbox server built it.',
  );
});

test('a server that is not ready, because it was not built or breaks the contract, is not started', async () => {
  assert.equal(await run('node/plain', new Map()), 'variant-unavailable: node/plain is not ready.');
});
