import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { coreBusyUs, treeCpuUs } from '../cpu-clock.ts';

test('the CPU time of a tree holds what its grandchildren burn', {
  skip: process.platform !== 'linux' && 'needs /proc',
}, async () => {
  // Two shells deep, so that the burning process is a grandchild.
  const child = spawn('sh', ['-c', 'sh -c "echo go; while :; do :; done"; true'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await once(child.stdout, 'data');
  const before = treeCpuUs(child.pid as number);
  while (treeCpuUs(child.pid as number) - before < 50_000) await new Promise((resolve) => setTimeout(resolve, 20));
  process.kill(
    Number((await import('node:fs')).readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim()),
    'SIGKILL',
  );
  await once(child, 'exit');
  assert.equal(treeCpuUs(child.pid as number), 0, 'an ended process has no time');
});

test('every usable core has a busy time that never falls', {
  skip: process.platform !== 'linux' && 'needs /proc',
}, () => {
  const first = coreBusyUs();
  const second = coreBusyUs();
  assert.ok(first.size >= 1);
  for (const [core, us] of first) assert.ok((second.get(core) ?? 0) >= us);
});
