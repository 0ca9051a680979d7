import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { processTree, treeCpuUs } from '../process-tree.ts';

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
  process.kill(processTree(child.pid as number).at(-1) as number, 'SIGKILL');
  await once(child, 'exit');
  assert.equal(treeCpuUs(child.pid as number), 0, 'an ended process has no time');
});
