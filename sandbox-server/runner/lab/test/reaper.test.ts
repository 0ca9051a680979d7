import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, test } from 'node:test';
import { runnerCommand } from '../reaper.ts';
import { descendants, gone } from './fixtures/processes.ts';

const scratch = mkdtempSync(join(tmpdir(), 'loadstone-reaper-test-'));
after(() => rmSync(scratch, { recursive: true, force: true }));
const fixture = (name: string) => join(import.meta.dirname, 'fixtures', name);

test('[F1] kill -9 of the hub leaves no process of its labs', async () => {
  const hub = startHub('hub-killed');
  await said(hub, /^up$/);
  const family = descendants(hub.pid as number);
  assert.ok(family.length >= 10, `${family.length} processes`);
  hub.kill('SIGKILL');
  await gone(family);
});

test('[F1] the same when the hub is killed while its lab is being made', async () => {
  for (const delayMs of [5, 60, 110, 160, 200, 240]) {
    const hub = startHub(`hub-early-${delayMs}`);
    await said(hub, /^runner/);
    await wait(delayMs);
    const family = descendants(hub.pid as number);
    hub.kill('SIGKILL');
    await gone(family);
  }
});

test('[F2] kill -9 of the runner alone takes its labs along, and the hub sees it', async () => {
  const hub = startHub('runner-killed');
  const runner = Number((await said(hub, /^runner (\d+)$/))[1]);
  await said(hub, /^up$/);
  const family = descendants(runner);
  process.kill(runner, 'SIGKILL');
  await said(hub, /^runner gone$/);
  await gone(family);
  hub.kill('SIGKILL');
});

test('[F13] a runner whose standard input ends goes with everything it started', async () => {
  const [file, ...args] = commandFor('stdin-ends');
  const runner = spawn(file, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  await said(runner, /^up$/);
  const family = descendants(runner.pid as number);
  const exited = new Promise((resolve) => runner.once('exit', resolve));
  runner.stdin.end();
  assert.equal(await exited, 0);
  await gone(family);
});

test('without namespaces the runner is started plainly and ends with its parent', () => {
  const { argv } = runnerCommand('/node', 'runner.js', ['--data', 'x'], 'process');
  assert.deepEqual(argv.slice(process.platform === 'linux' ? 4 : 0), ['/node', 'runner.js', '--data', 'x']);
});

function commandFor(lab: string): [string, ...string[]] {
  const variants = join(import.meta.dirname, 'fixtures');
  return runnerCommand(process.execPath, fixture('busy-runner.ts'), [join(scratch, lab), variants]).argv as [
    string,
    ...string[],
  ];
}

function startHub(lab: string): ChildProcess {
  const args = [
    fixture('hub.ts'),
    fixture('busy-runner.ts'),
    join(scratch, lab),
    join(import.meta.dirname, 'fixtures'),
  ];
  const hub = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  return hub;
}

const linesOf = new Map<ChildProcess, string[]>();

async function said(child: ChildProcess, pattern: RegExp): Promise<RegExpExecArray> {
  if (!linesOf.has(child)) {
    linesOf.set(child, []);
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) =>
      linesOf.get(child)?.push(line),
    );
  }
  for (let tries = 0; tries < 1000; tries++) {
    for (const line of linesOf.get(child) ?? []) {
      const match = pattern.exec(line);
      if (match) return match;
    }
    await wait(10);
  }
  throw new Error(`${pattern} was never said`);
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

test('[ST7] a runner counts the processes of the host through the descriptor that it gets, and sees them nowhere else', () => {
  const { argv } = runnerCommand(process.execPath, fixture('host-proc.ts'), [String(process.pid)]);
  const [file, ...args] = argv as [string, ...string[]];
  const { stdout } = spawnSync(file, args, { stdio: ['pipe', 'pipe', 'inherit', openSync('/proc', 'r')] });
  assert.deepEqual(JSON.parse(String(stdout)), { here: false, there: true });
});
