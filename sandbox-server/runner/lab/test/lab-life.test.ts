import './fixtures/in-reaper.ts';
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { readyLineSchema } from '../../../../protocol/variant.ts';
import { openFilesWithin, singleUserLimits } from '../limits.ts';
import { allProcesses, descendants, gone } from './fixtures/processes.ts';
import { run, scratch, serverFolder, testLab } from './fixtures/test-lab.ts';

const lab = await testLab('life');
const lastCore = Number(
  (/^Cpus_allowed_list:.*?(\d+)$/m.exec(readFileSync('/proc/self/status', 'utf8')) as RegExpExecArray)[1],
);

test('cores are set before the program starts, kept by its children, and not changeable inside', async () => {
  const { out, err } = await run(lab, ['sh', '-c', 'nproc; node -p "os.availableParallelism()"; taskset -c 0 true'], {
    cores: [lastCore],
  });
  assert.equal(out, '1\n1\n');
  assert.match(err, /not permitted/);
});

test('limits hold inside; threads and data are given as asked', async () => {
  const limits = async (options = {}) =>
    (await run(lab, ['sh', '-c', 'ulimit -n; ulimit -d; prlimit --nproc --raw --noheadings -o HARD'], options)).out
      .trim()
      .split(/\s+/)
      .map(Number);
  const files = openFilesWithin(20_000);
  assert.deepEqual(await limits(), [files, Math.floor(singleUserLimits.dataBytes / 1024), 512]);
  assert.deepEqual(await limits({ threads: 10_000, dataBytes: 1024 ** 3 }), [files, 1024 ** 2, 10_064]);
  assert.deepEqual((await limits({ threads: 100_000 }))[2], singleUserLimits.processes);
});

test('a program gets what is written to it and its exit code comes back', async () => {
  const child = await lab.spawn({ argv: ['sh', '-c', 'cat; exit 7'], stdin: true });
  child.stdin?.end('hello');
  assert.equal(String((await once(child.stdout, 'data'))[0]), 'hello');
  assert.deepEqual(await child.exited, { code: 7, signal: null });
  const missing = await run(lab, ['no-such-program']);
  assert.equal(missing.code, 127);
  assert.match(missing.err, /No such file/);
});

test('[PM4] a program that ignores SIGTERM is killed after the grace time, with what it started', async () => {
  const child = await lab.spawn({ argv: ['sh', '-c', 'trap "" TERM; sleep 60 & echo $!; while :; do sleep 60; done'] });
  await once(child.stdout, 'data');
  const children = descendants(child.pid).slice(1);
  assert.ok(children.length > 0);
  assert.deepEqual(await child.stop(100), { code: null, signal: 'SIGKILL' });
  await gone(children);
});

test('closing a lab leaves no process, whatever it did to stay', async () => {
  const doomed = await testLab('doomed');
  const before = allProcesses().map(({ pid }) => pid);
  const child = await doomed.spawn({
    argv: ['sh', '-c', 'setsid nohup sleep 60 >/dev/null 2>&1 & (sleep 60 &) ; trap "" TERM HUP; echo up; sleep 60'],
  });
  doomed.spawnTerminal({ cols: 80, rows: 24 }).onData(() => {});
  await once(child.stdout, 'data');
  // Some of them may still be on their way when the program speaks.
  const newOnes = () => allProcesses().filter(({ pid }) => !before.includes(pid));
  for (let tries = 0; tries < 100 && newOnes().length < 7; tries++) await setTimeout(20);
  const started = newOnes();
  assert.ok(started.length >= 7, `${started.length} processes`);
  await doomed.close();
  await gone(started);
  assert.equal(await doomed.ended, 'closed');
  assert.deepEqual(await child.exited.then(({ signal }) => signal), 'SIGKILL');
  await assert.rejects(doomed.spawn({ argv: ['true'] }), /closed/);
  await doomed.close();
});

test('[F2] a lab whose holder is killed says so, ends wholly, and leaves others alone', async () => {
  const before = allProcesses().map(({ pid }) => pid);
  const doomed = await testLab('holderless');
  const holder = allProcesses().find(({ pid, command }) => !before.includes(pid) && command.startsWith('unshare'));
  assert.ok(holder);
  const child = await doomed.spawn({ argv: ['sleep', '60'] });
  process.kill(holder.pid, 'SIGKILL');
  assert.equal(await doomed.ended, 'crashed');
  await child.exited;
  await doomed.close();
  assert.equal((await run(lab, ['echo', 'alive'])).out, 'alive\n');
});

test('a home is filled once with the variants to edit and then left alone', async () => {
  assert.equal(
    (await run(lab, ['sh', '-c', 'ls -A ~; echo changed > ~/variants/node/http/server.js'])).out,
    '.bashrc\nvariants\n',
  );
  await lab.close();
  const again = await testLab('life');
  assert.equal(
    (
      await run(again, [
        'sh',
        '-c',
        'cat ~/variants/node/http/server.js; id -un; cp /opt/variants/node/http/server.js ~/variants/node/http/',
      ])
    ).out,
    'changed\nstudent\n',
  );
  assert.notEqual((await run(again, ['sh', '-c', 'echo x > /opt/variants/node/http/server.js'])).code, 0);
});

test('a project below a directory that only its owner can enter works', async () => {
  const closed = join(scratch, 'closed');
  mkdirSync(closed, { mode: 0o700 });
  cpSync(join(serverFolder, 'variants'), join(closed, 'variants'), {
    recursive: true,
    filter: (path) => !/node_modules|target/.test(path),
  });
  mkdirSync(join(closed, 'node/bin'), { recursive: true });
  cpSync(process.execPath, join(closed, 'node/bin/node'));
  symlinkSync('node/bin/node', join(closed, 'link'));
  chmodSync(closed, 0o700);
  const hidden = await testLab('hidden', {
    directory: join(closed, 'data/labs/hidden'),
    variants: join(closed, 'variants'),
    node: join(closed, 'link'),
  });
  const { out } = await run(hidden, [
    'sh',
    '-c',
    'node -p 6*7; which node; ls ~/variants /opt/variants | grep -c node',
  ]);
  assert.equal(out, '42\n/opt/node/bin/node\n2\n');
});

test("serve runs the student's copy, ends the server before it, says what to try, and names the variants", async () => {
  const again = await testLab('server');
  const child = await again.spawn({ argv: ['serve', 'node/http'] });
  const lines: string[] = [];
  let fault = '';
  child.stderr.on('data', (chunk) => (fault += chunk));
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (line.startsWith('{')) break;
  }
  assert.match(lines[0] ?? fault, /Serving node\/http from \/home\/student\/variants\/node\/http/);
  assert.match(lines[1] ?? '', /curl -i 127\.0\.0\.1:8080\/ping/);
  assert.equal(readyLineSchema.parse(JSON.parse(lines[2] as string)).ready.port, 8080);
  assert.match((await run(again, ['curl', '-si', '127.0.0.1:8080/ping'])).out, /^HTTP\/1\.1 200/);
  const second = await run(again, ['timeout', '3', 'serve', 'node/cluster']);
  assert.match(second.err, /ends node\/http, which was started here before on port 8080/);
  assert.match(second.out, /"ready"/);
  await child.exited;
  assert.match((await run(again, ['serve'])).out, /node\/http/);
  const unknown = await run(again, ['serve', 'node/nothing']);
  assert.equal(unknown.code, 2);
  assert.match(unknown.err, /no variant node\/nothing/);
  assert.equal((await run(again, ['serve', '../../etc/x'])).code, 2);
});

test('serve finds packages that are installed beside the originals, and says when they are not yet', async () => {
  const variants = join(scratch, 'with-packages/variants');
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(variants, path)), { recursive: true });
    writeFileSync(join(variants, path), text);
  };
  const artifact = '../node_modules/greeting/index.js';
  write('node/greeter/server.js', "import greeting from 'greeting'; console.log(greeting, process.argv[2]);");
  write(
    'node/greeter/variant.json',
    JSON.stringify({ run: { argv: ['node', 'server.js', '--workers={WORKERS}'] }, build: { artifact } }),
  );
  write('node/package.json', '{ "type": "module" }');
  const home = await testLab('with-packages', { variants });
  const early = await run(home, ['serve', 'node/greeter', '2']);
  assert.deepEqual([early.code, early.out], [1, '']);
  assert.match(early.err, /node\/greeter is not built yet/);
  write('node/node_modules/greeting/package.json', '{ "name": "greeting", "type": "module", "exports": "./index.js" }');
  write('node/node_modules/greeting/index.js', "export default 'hello';");
  const { out } = await run(home, ['serve', 'node/greeter', '2']);
  assert.match(out, /Serving node\/greeter from \/home\/student\/variants\/node\/greeter/);
  assert.match(out, /^hello --workers=2$/m);
});

test('serve of an edited copy that cannot be built here says so, and serves the original', async () => {
  const variants = join(scratch, 'compiled/variants');
  mkdirSync(join(variants, 'rust/tiny'), { recursive: true });
  writeFileSync(join(variants, 'rust/tiny/main.rs'), 'fn main() {}');
  writeFileSync(
    join(variants, 'rust/tiny/variant.json'),
    JSON.stringify({ sources: ['main.rs'], run: { argv: ['echo', 'the original'] }, build: { artifact: 'main.rs' } }),
  );
  const home = await testLab('compiled', { variants });
  assert.equal((await run(home, ['serve', 'rust/tiny'])).err, '');
  const { out, err } = await run(home, ['sh', '-c', 'echo // >> ~/variants/rust/tiny/main.rs; serve rust/tiny']);
  assert.match(err, /rust\/tiny\/main\.rs is edited, but this lab has no compiler: the original is served/);
  assert.match(out, /^the original$/m);
});

test('without walls the same programs run as our own', async () => {
  const open = await testLab('open', { level: 'process' });
  const { out } = await run(open, ['sh', '-c', 'echo $PWD $SBX_LAB; node -p 1; command -v serve; ulimit -c; nproc'], {
    cores: [lastCore],
  });
  assert.match(
    out,
    new RegExp(`^${join(scratch, 'open/home')} open-\\w+\\n1\\n${join(scratch, 'open/made/bin/serve')}\\n0\\n1\\n$`),
  );
  const child = await open.spawn({ argv: ['bash', '-c', 'setsid sleep 60 & sleep 60 & echo $!; sleep 60'] });
  await once(child.stdout, 'data');
  const pty = open.spawnTerminal({ cols: 80, rows: 24 });
  await new Promise<void>((resolve) => pty.onData(() => resolve()));
  const before = allProcesses().filter(({ command }) => command.startsWith('sleep 60'));
  // The last of the three may still be on its way.
  assert.ok(before.length >= 2);
  await open.close();
  await gone(before);
  assert.equal((await child.exited).signal, 'SIGKILL');
});
