import './fixtures/in-reaper.ts';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { test } from 'node:test';
import { isRoot, LAB_HOST_ID } from '../spawn-clean.ts';
import { run, testLab } from './fixtures/test-lab.ts';

process.env['HUB_SECRET'] = 'planted-secret';
const lab = await testLab('walls');
const shell = (script: string) => run(lab, ['sh', '-c', script]);

test('[B1] a lab sees its own files and nothing of the host', async () => {
  assert.equal((await shell('ls /')).out, 'bin\ndev\netc\nhome\nlib\nlib64\nopt\nproc\nrun\nsbin\ntmp\nusr\n');
  assert.equal((await shell('ls /home; ls -A /run; ls /opt')).out, 'student\nbin\nload\nnode\nvariants\n');
  assert.equal((await shell('ls /etc')).out, 'alternatives\ngroup\nhosts\nnsswitch.conf\npasswd\nresolv.conf\n');
  const shadow = await shell('cat /etc/shadow');
  assert.match(shadow.err, /No such file/);
  assert.equal((await shell('cat /etc/passwd | wc -l')).out.trim(), '2');
});

test('[B1] no environment of ours is seen, also not of the programs on the way in', async () => {
  const { out } = await shell(
    'env; cat /proc/*/environ 2>/dev/null | tr "\\0" "\\n"; cat /proc/*/cmdline | tr "\\0" "\\n"',
  );
  assert.match(out, /HOME=\/home\/student/);
  assert.doesNotMatch(out, /planted-secret|HUB_SECRET/);
  assert.ok(
    !out.includes(import.meta.dirname.split('/').slice(0, 4).join('/')),
    'paths of the host show in command lines',
  );
});

test('[B1] the way through other processes to the host is closed', async () => {
  const { out } = await shell(
    'for p in 1 $PPID; do for f in root cwd; do ls /proc/$p/$f/ >/dev/null 2>&1 && echo "$p $f open"; done; readlink /proc/$p/fd/0 && echo "$p fd open"; done; ls /proc/self/root/ >/dev/null && echo own root open',
  );
  assert.equal(out, 'own root open\n');
});

test('[B2] no namespace, no nested sandbox, no mount', async () => {
  for (const command of [
    'unshare -Ur true',
    'bwrap --dev-bind / / true',
    'mount -t tmpfs x /mnt',
    'mount -t tmpfs x /tmp',
    'chroot / true',
  ]) {
    const { code } = await shell(command);
    assert.notEqual(code, 0, command);
  }
  assert.equal((await shell('unshare --help >/dev/null && true')).code, 0);
});

test('[B3] programs get three descriptors, also while terminals are open', async () => {
  const pty = lab.spawnTerminal({ cols: 80, rows: 24 });
  await new Promise<void>((resolve) => pty.onData(() => resolve()));
  // The directory that `ls` reads is the fourth.
  assert.equal((await shell('ls /proc/self/fd')).out, '0\n1\n2\n3\n');
  const second = lab.spawnTerminal({ cols: 80, rows: 24, argv: ['ls', '/proc/self/fd'] });
  let seen = '';
  second.onData((bytes) => {
    seen += Buffer.from(bytes).toString();
  });
  await second.ended;
  assert.equal(seen.trim().replaceAll(/\s+/g, ' '), '0 1 2 3');
  pty.kill();
  await pty.ended;
});

test('[B4] a listener of the host cannot be reached, one in the lab can', async () => {
  const server = createServer((socket) => socket.end('host')).listen(0, '0.0.0.0');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const dial = (host: string) => `(exec 3<>/dev/tcp/${host}/${port}) 2>&1 && echo connected`;
  const lan = execFileSync('hostname', ['-I'], { encoding: 'utf8' }).trim().split(' ')[0] || '10.0.0.1';
  assert.match(execFileSync('bash', ['-c', dial('127.0.0.1')], { encoding: 'utf8' }), /connected/);
  for (const host of ['127.0.0.1', lan, 'localhost', 'example.com'])
    assert.doesNotMatch((await run(lab, ['bash', '-c', `timeout 2 bash -c '${dial(host)}'`])).out, /connected/, host);
  server.close();
  const inside = `node -e 'require("net").createServer((s) => s.end()).listen(${port}, "127.0.0.1", () => console.log("up"))' & sleep 0.3; ${dial('127.0.0.1')}; kill $!`;
  assert.match((await run(lab, ['bash', '-c', inside])).out, /connected/);
});

test('[B5] two labs serve on one port and each reaches its own', async () => {
  const other = await testLab('walls-other');
  const serve = (name: string) => [
    'node',
    '-e',
    `require("http").createServer((_, a) => a.end("${name}")).listen(8080, "127.0.0.1", () => console.log("up"))`,
  ];
  const servers = await Promise.all([lab.spawn({ argv: serve('one') }), other.spawn({ argv: serve('two') })]);
  await Promise.all(servers.map((server) => once(server.stdout, 'data')));
  const fetch = 'fetch("http://127.0.0.1:8080").then(async (r) => console.log(await r.text()))';
  assert.equal((await run(lab, ['node', '-e', fetch])).out, 'one\n');
  assert.equal((await run(other, ['node', '-e', fetch])).out, 'two\n');
  const listening = readFileSync('/proc/self/net/tcp', 'latin1')
    .split('\n')
    .filter((line) => /:1F90 \S+ 0A/.test(line));
  assert.deepEqual(listening, []);
  assert.deepEqual(
    await Promise.all(servers.map((server) => server.stop())),
    Array(2).fill({ code: null, signal: 'SIGTERM' }),
  );
});

test('[B8] the limit of processes counts each lab for itself', async () => {
  const labs = await Promise.all(
    ['crowd-1', 'crowd-2'].map((id) => testLab(id, { limits: { processes: 512, commandProcesses: 512 } })),
  );
  // A shell of dash's kind gives up at the first refusal.
  const crowd = (count: number) => [
    'sh',
    '-c',
    `i=0; while [ $i -lt ${count} ]; do sleep 30 & i=$((i+1)); done; echo $i; sleep 30`,
  ];
  const started = await Promise.all(labs.map((each) => each.spawn({ argv: crowd(400) })));
  assert.deepEqual(await Promise.all(started.map(async ({ stdout }) => String((await once(stdout, 'data'))[0]))), [
    '400\n',
    '400\n',
  ]);
  // 400 of 512 are taken in this lab, whichever command started them.
  const { out } = await run(labs[0] as never, [
    'sh',
    '-c',
    'i=0; while [ $i -lt 200 ]; do sleep 1 & i=$((i+1)); done; echo all',
  ]);
  assert.equal(out, '');
  await Promise.all(labs.map((each) => each.close()));
});

test('[B14] a crash says its signal and leaves no core file', async () => {
  const outcome = await shell('cd ~; ulimit -c; sh -c "kill -SEGV \\$\\$"; ls; kill -SEGV $$');
  assert.equal(outcome.signal, 'SIGSEGV');
  assert.equal(outcome.out, '0\nvariants\n');
});

test('[B15] a set-user-id copy gives no right, and others cannot reach it', async () => {
  const { out } = await shell(
    'cp /usr/bin/id ~/id; chmod 4755 ~/id; ~/id -u; grep NoNewPrivs /proc/self/status; rm ~/id',
  );
  assert.match(out, /^1000\nNoNewPrivs:\s+1\n$/);
});

test("[B16] no process of a lab is the host's root", async () => {
  const child = await lab.spawn({ argv: ['sleep', '30'] });
  const uidsOf = (pid: number) =>
    (/^Uid:\s+(.*)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '').split('\t');
  const expected = String(isRoot ? LAB_HOST_ID : process.getuid?.());
  const namespace = readFileSync(`/proc/${child.pid}/status`, 'utf8').match(/^NSpid:.*$/m);
  assert.ok(namespace);
  for (
    let pid = child.pid;
    pid > 1 && pid !== process.pid;
    pid = Number(readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]?.split(' ')[1])
  )
    assert.deepEqual([...new Set(uidsOf(pid))], [expected], `process ${pid}`);
  assert.deepEqual(await child.stop(), { code: null, signal: 'SIGTERM' });
  assert.ok(!existsSync(`/proc/${child.pid}`));
});
