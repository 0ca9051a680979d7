import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { facilitiesSchema } from '../../../protocol/host.ts';
import { projectRoot } from '../../config.ts';
import { readFacilities, type UnderTest } from '../facilities.ts';
import { limitsHere } from '../lab/limits.ts';
import { readSubjects, readVariants } from '../variants.ts';

const manifests = <M>(found: { all: ReadonlyMap<string, { manifest: M }> }) =>
  [...found.all.values()].map(({ manifest }) => manifest);
const all: UnderTest = {
  servers: manifests(readVariants(join(projectRoot, 'sandbox-server/variants'))),
  programs: manifests(readSubjects(join(projectRoot, 'sandbox-server/subjects'))),
};

test('every toolchain and service that something under test needs is named, with a version or the command for it', () => {
  const { tools } = facilitiesSchema.parse(readFacilities(all, { limits: limitsHere() }));
  assert.deepEqual(
    tools.map(({ title }) => title),
    ['Node', 'Rust', 'JDK', 'Go', 'PostgreSQL'],
  );
  for (const { title, version, missing } of tools) assert.ok(version ?? missing?.command, title);
  assert.equal(tools[0]?.version, process.versions.node);
  assert.match(tools[1]?.use ?? '', /^the load tool, \d+ servers, \d+ programs$/);
});

test('what is too old for any of them is missing, with the command that helps', () => {
  const servers = all.servers
    .filter(({ language }) => language === 'node')
    .map((manifest, i) => (i === 0 ? { ...manifest, needs: { toolchain: 'node', least: '999' } as const } : manifest));
  const [node] = readFacilities({ servers, programs: [] }, {}).tools;
  assert.match(node?.missing?.text ?? '', /999 or newer is needed/);
  assert.ok(node?.missing?.command);
});

test('what nothing needs is not asked for', () => {
  assert.deepEqual(readFacilities({ servers: [], programs: [] }, {}).tools, []);
});
