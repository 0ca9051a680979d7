import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { BuildState } from '../../../protocol/host.ts';
import type { SubjectManifest } from '../../../protocol/subject.ts';
import { Builds } from '../builds.ts';
import { readSubjects, readVariants } from '../variants.ts';
import { VariantsFolder } from './fixtures/variants-folder.ts';

const manifest: SubjectManifest = {
  title: 'A fixture',
  summary: 'It says nothing.',
  language: 'node',
  sources: ['program.js'],
  build: null,
  run: { argv: ['node', 'program.js'] },
  metrics: ['size'],
  warmup: 0,
  repetitions: 1,
  knobs: [],
  needs: { toolchain: 'node', least: '20' },
};
/** No server keeps this contract. */
const gate = { hasPassed: () => false, pass: () => {}, check: async () => ({ complaints: ['It answers wrongly.'] }) };

test('a subject is built and then ready: the contract binds servers alone', async () => {
  const folder = new VariantsFolder();
  try {
    const build = {
      argv: ['node', '-e', 'fs.writeFileSync("made", "")'],
      directory: '..',
      artifact: '../made',
      inputs: [],
    };
    for (const [id, one] of Object.entries({ 'node/plain': manifest, 'node/built': { ...manifest, build } })) {
      folder.write(`subjects/${id}/program.js`, '');
      folder.write(`subjects/${id}/subject.json`, JSON.stringify(one));
    }
    folder.variant('node/server', '');
    const states = new Map<string, BuildState['state']>();
    const subjects = join(folder.path, 'subjects');
    const builds = new Builds({
      loadFolder: folder.load,
      variantsFolder: folder.variants,
      variants: [...readVariants(folder.variants).all.values()],
      subjects: { folder: subjects, all: [...readSubjects(subjects).all.values()] },
      gate,
      report: ({ target, state }) => states.set(target, state),
    });
    builds.announce();
    await builds.run();
    assert.deepEqual(Object.fromEntries(states), {
      load: 'ready',
      'node/server': 'failed',
      'node/plain': 'ready',
      'node/built': 'ready',
    });
    assert.deepEqual([...builds.ready().keys()], []);
  } finally {
    folder.remove();
  }
});
