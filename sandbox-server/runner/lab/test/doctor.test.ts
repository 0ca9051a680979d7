import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Check, type IsolationReport, probeIsolation } from '../doctor.ts';

const report: IsolationReport = await probeIsolation();
const byId = new Map(report.checks.map((check: Check) => [check.id, check]));

test('[B18] each wall of a lab is proven, or the report says what is missing', () => {
  const expected = [
    'affinity',
    'bwrap',
    'descriptors',
    'files',
    'namespaces',
    'nesting',
    'network',
    'node',
    'personality',
    'processes',
    'programs',
  ];
  if (report.level === 'pod') assert.deepEqual([...byId.keys()].sort(), expected);
  else assert.ok(report.reason);
  assert.equal(report.level === 'pod', report.checks.length > 0 && report.checks.every(({ ok }) => ok));
  for (const { title, detail } of report.checks) assert.ok(title && detail);
});

test('where bubblewrap is installed a lab can be made', {
  skip: existsSync('/usr/bin/bwrap') ? false : 'no bubblewrap here',
}, () => {
  assert.equal(report.level, 'pod', report.reason ?? '');
  assert.match(byId.get('processes')?.detail ?? '', /^30 and 30 started together, then EAGAIN$/);
});

/** The report of a host that lacks something: made in a mount or user namespace of its own. */
function reportAfter(namespaces: string[], spoil: string): IsolationReport {
  const script = `import(${JSON.stringify(join(import.meta.dirname, '../doctor.ts'))}).then(async (doctor) => console.log(JSON.stringify(await doctor.probeIsolation())))`;
  const argv = [...namespaces, 'sh', '-c', `${spoil}; exec "$@"`, 'spoil', process.execPath, '-e', script];
  return JSON.parse(
    execFileSync('unshare', argv, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
  ) as IsolationReport;
}

const needsRoot = process.getuid?.() === 0 && existsSync('/usr/bin/bwrap') ? false : 'needs root to hide a program';

test('[B18] without bubblewrap the report names it and the command that installs it', { skip: needsRoot }, () => {
  const { level, reason } = reportAfter(['--mount'], 'mount --bind /dev/null /usr/bin/bwrap');
  assert.equal(level, 'process');
  assert.match(reason ?? '', /missing bwrap; on Debian: apt-get install bubblewrap/);
});

test('[B18] without user namespaces the report says that a lab does not open', { skip: needsRoot }, () => {
  const { level, reason } = reportAfter(['--user', '--map-root-user'], 'echo 0 > /proc/sys/user/max_user_namespaces');
  assert.equal(level, 'process');
  assert.match(reason ?? '', /./);
});
