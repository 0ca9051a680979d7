import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BuildState } from '../../../protocol/host.ts';
import type { NoiseFloor } from '../../../protocol/result.ts';
import { experiment, syntheticHost } from '../../charts/test/fixtures/synthetic-run.ts';
import { availabilityOf, buildsSentence, coreWords, floorRows, limitRows, roomCheck } from '../machine-words.ts';

const large = { ...experiment, id: 'large', needs: { ...experiment.needs, cores: 8 } };
const build = (target: string, state: BuildState['state']): BuildState => ({ target, title: target, state });

test('an experiment is live here when the host has its cores and something of it is ready', () => {
  const [small, big] = availabilityOf([experiment, large], syntheticHost(2), [], []);
  assert.deepEqual([small?.state, small?.words], ['live', 'Live here']);
  assert.equal(big?.state, 'not');
  assert.match(big?.words ?? '', /^Not live here\. This experiment needs 8 physical cores; this host has 2/);
});

test('what is being built is said to be on its way, what is missing to be missing', () => {
  const words = (...builds: BuildState[]) => availabilityOf([experiment], syntheticHost(2), builds, [])[0]?.words;
  assert.equal(words(build('load', 'building')), 'Soon: the load tool is being built.');
  assert.equal(words(build('load', 'unavailable')), 'Not live here: the load tool is missing.');
  assert.equal(words(build('rust/axum', 'unavailable')), 'Live here, without rust/axum');
  assert.equal(words(build('rust/axum', 'building')), 'Live here, without rust/axum so far');
  const all = ['node/http', 'node/cluster', 'rust/hyper', 'rust/axum'];
  assert.equal(words(...all.map((id) => build(id, 'waiting'))), 'Soon: what it measures is being built.');
});

test('without labs nothing is live, and it says why', () => {
  const [only] = availabilityOf([experiment], { ...syntheticHost(2), isolation: 'none' }, [], []);
  assert.deepEqual([only?.state, only?.words], ['not', 'Not live here: this host cannot open a lab.']);
});

test('the room check says how many experiments run live', () => {
  assert.match(roomCheck([{ state: 'live' }, { state: 'live' }]), /^All 2 experiments run live/);
  assert.match(roomCheck([{ state: 'live' }, { state: 'not' }]), /^1 of 2 experiments run live .* recorded/);
  assert.match(roomCheck([{ state: 'live' }, { state: 'soon' }]), /1 more follow once what they measure is built/);
  assert.match(roomCheck([{ state: 'not' }]), /^No experiment runs live/);
});

test('cores are told with what hyper-threading and sharing make of them', () => {
  const threads = { ...syntheticHost(4), physicalCores: [0, 2] };
  assert.match(coreWords(threads, true).join(' '), /2 of them are second threads/);
  assert.match(coreWords(syntheticHost(2), undefined).join(' '), /tried out before the first run/);
  assert.match(coreWords(syntheticHost(2), false).join(' '), /half of them count/);
  assert.match(coreWords(syntheticHost(2), true).at(-1) ?? '', /1 and 2 cores; the load tool shares them/);
  assert.match(coreWords(syntheticHost(1), true).at(-1) ?? '', /nothing can be measured/);
});

test('a noise floor is told as the difference that it hides', () => {
  const floor: NoiseFloor = {
    mode: 'shared',
    measuredAt: '2026-11-21T12:00:00.000Z',
    variant: 'node/http',
    blocks: 5,
    byMetric: { throughput: Math.log(1.021) },
  };
  assert.deepEqual(floorRows([floor]), [{ mode: 'shared', label: 'Throughput', value: '2.1 %' }]);
});

test('limits are told in the units in which one thinks of them', () => {
  const rows = new Map(
    limitRows({
      processes: 16_384,
      commandProcesses: 512,
      dataBytes: 2 * 2 ** 30,
      openFiles: 20_000,
      fileBytes: 2 ** 30,
      sharedMemoryBytes: 64 * 2 ** 20,
      memoryBytes: 4 * 2 ** 30,
      diskBytes: 2 ** 30,
      files: 50_000,
      idleMs: 30 * 60_000,
      lifetimeMs: 8 * 3_600_000,
    }),
  );
  assert.equal(rows.get('Memory that one process may write'), '2.0 GiB');
  assert.equal(rows.get('Shared memory'), '64 MiB');
  assert.equal(rows.get('A lab that nobody uses ends after'), '30 min');
  assert.equal(rows.get('Every lab ends after'), '8 h');
});

test('builds are summed up', () => {
  assert.match(buildsSentence([build('load', 'ready')]), /^All 1/);
  assert.match(buildsSentence([build('load', 'ready'), build('rust/axum', 'failed')]), /^1 of 2/);
});
