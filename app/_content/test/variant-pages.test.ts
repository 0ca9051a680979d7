import assert from 'node:assert/strict';
import { test } from 'node:test';
import { experiment, syntheticResult } from '../../../components/charts/test/fixtures/synthetic-run.ts';
import type { Recording } from '../../../protocol/result.ts';
import { rulesOf } from '../contract.ts';
import { librariesOf } from '../libraries.ts';
import { metricsIn, recordedFigures } from '../variant-figures.ts';
import { isServer } from '../variant-words.ts';
import { readVariant, type Variant, variantIds } from '../variants.ts';

test('the contract says something of every route that a server names, apart from those of the slow service', () => {
  for (const id of variantIds()) {
    const variant = readVariant(id) as Variant;
    if (!isServer(variant)) assert.fail(`${id} is no server`);
    const told = rulesOf(variant.manifest.routes).map(({ request }) => request);
    for (const route of variant.manifest.routes)
      assert.ok(
        told.some((request) => new RegExp(`\`(GET|POST) ${route}([?/\`])`).test(request)),
        `${id}: ${route}`,
      );
  }
});

test('of the contract only the routes asked for are told', () => {
  assert.deepEqual(rulesOf(['/ping'], '| `GET /ping` | 200, text `pong` | none |\n| `GET /json` | 200 | records |'), [
    { request: '`GET /ping`', answer: '200, text `pong`', work: 'none' },
  ]);
  assert.deepEqual(rulesOf(['/json'], '| `GET /json/parse?n=N` | 200 | parses |'), []);
});

test('libraries are those that a variant names itself, in the version of the lock file', () => {
  const files = (entries: Record<string, string>) =>
    new Map(Object.entries(entries).map(([name, text]) => [name, { path: name, text }]));
  const rust = readVariant('rust/hyper') as Variant;
  assert.deepEqual(
    librariesOf({
      manifest: rust.manifest,
      files: files({
        'Cargo.toml': '[package]\nname = "x"\n\n[dependencies]\nhyper.workspace = true\nwork.workspace = true\n',
        '../Cargo.lock': 'name = "hyper"\nversion = "1.12.0"\nsource = "r"\n\nname = "work"\nversion = "0.1.0"\n',
      }),
    }),
    [{ name: 'hyper', version: '1.12.0' }],
  );
  const node = readVariant('node/express') as Variant;
  assert.deepEqual(
    librariesOf(node).map(({ name }) => name),
    ['express'],
  );
  assert.deepEqual(librariesOf(readVariant('node/http') as Variant), []);
});

test('figures of a server come from every recording that measured it, repeated ones before looks', () => {
  const recording: Recording = {
    v: 1,
    recordedAt: '2026-11-21T12:00:00.000Z',
    result: syntheticResult(2, 'standard'),
  };
  const rows = recordedFigures('rust/hyper', [{ experiment, recording }]);
  assert.deepEqual(
    rows.map(({ what }) => what),
    [
      'rust/hyper on 1 core',
      'rust/hyper on 2 cores',
      'rust/hyper, 1 connection on 1 core',
      'rust/hyper, 1 connection on 2 cores',
    ],
  );
  assert.ok(metricsIn(rows).includes('throughput'));
  assert.deepEqual(recordedFigures('java/ws', [{ experiment, recording }]), []);
});
