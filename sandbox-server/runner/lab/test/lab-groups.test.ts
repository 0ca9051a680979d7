import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { divideGroup, ownGroup } from '../lab-groups.ts';

/** Where a control group lies, as kernels and containers tell it. What groups do is tried by the doctor, where there are any. */
const mount = (root: string, at: string) => `30 24 0:26 ${root} ${at} rw,nosuid shared:9 - cgroup2 cgroup2 rw\n`;

for (const [what, mounts, own, expected] of [
  [
    'a scope of a person',
    mount('/', '/sys/fs/cgroup'),
    '0::/user.slice/run-1.scope\n',
    '/sys/fs/cgroup/user.slice/run-1.scope',
  ],
  ['the root of a container', mount('/', '/sys/fs/cgroup'), '0::/\n', '/sys/fs/cgroup'],
  ['a part of the tree, mounted', mount('/docker/abc', '/sys/fs/cgroup'), '0::/docker/abc/app\n', '/sys/fs/cgroup/app'],
  [
    'version 2 beside version 1',
    mount('/', '/sys/fs/cgroup/unified'),
    '4:memory:/a\n0::/b\n',
    '/sys/fs/cgroup/unified/b',
  ],
  ['a host without version 2', '', '4:memory:/a\n', undefined],
  ['a group outside of what is mounted', mount('/', '/sys/fs/cgroup'), '0::/../other\n', undefined],
] as const)
  test(`the own control group in ${what} is ${expected ?? 'nowhere'}`, () => {
    assert.equal(ownGroup(mounts, own), expected);
  });

test('a group without a memory controller is not divided, and says what it lacks', () => {
  const group = mkdtempSync(join(tmpdir(), 'loadstone-group-'));
  writeFileSync(join(group, 'cgroup.controllers'), 'cpu pids\n');
  mkdirSync(join(group, 'other'));
  assert.throws(() => divideGroup(group), { message: /has no controllers memory\./ });
});
