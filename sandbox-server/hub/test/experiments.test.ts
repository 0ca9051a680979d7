import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import cores from '../../../content/experiments/cores.experiment.ts';
import { readExperiments } from '../experiments.ts';

const folder = mkdtempSync(join(tmpdir(), 'loadstone-experiments-'));
after(() => rmSync(folder, { recursive: true }));
const write = (name: string, value: unknown) =>
  writeFileSync(join(folder, `${name}.experiment.ts`), `export default ${JSON.stringify(value)};\n`);

test('malformed experiments are left out, each with its file, the field and what is wrong; the good one works', async () => {
  write('cores', cores);
  write('no-series', { ...cores, id: 'no-series', series: [] });
  write('ignored-setting', { ...cores, id: 'ignored-setting', load: { ...cores.load, rate: 100 } });
  write('other-name', { ...cores, id: 'another-name' });
  writeFileSync(join(folder, 'broken.experiment.ts'), 'export default {');
  const { all, faults } = await readExperiments(folder);
  assert.deepEqual([...all.keys()], ['cores']);
  assert.equal(faults.length, 4);
  for (const [name, what] of [
    ['broken', /./],
    ['ignored-setting', /`load`: Unrecognized key: "rate"/],
    ['no-series', /`series`/],
    ['other-name', /file and id must agree/],
  ] as const) {
    const fault = faults.find((text) => text.startsWith(`${name}.experiment.ts: `));
    assert.match(fault ?? '', what, name);
  }
});
