import './fixtures/in-reaper.ts';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { test } from 'node:test';
import { isRoot, LAB_HOST_ID } from '../spawn-clean.ts';
import { type FilterArch, forbiddenCalls, numberOf, unknownCalls } from '../syscalls.ts';
import { run, testLab } from './fixtures/test-lab.ts';

const { EPERM, ENOSYS, EAFNOSUPPORT } = {
  EPERM: constants.errno.EPERM,
  ENOSYS: constants.errno.ENOSYS,
  EAFNOSUPPORT: constants.errno.EAFNOSUPPORT,
};
const arch = process.arch as FilterArch;
const lab = await testLab('seccomp');
/** Each word is a call's number and its arguments; prints the error numbers, 0 for success. */
const PROBE =
  'for (@ARGV) { my @c = map { int } split /,/; $! = 0; my $r = syscall($c[0], @c[1 .. $#c]); print $r == -1 ? $! + 0 : 0, "\\n" }';
const skip = existsSync('/usr/bin/perl') ? false : 'needs perl for bare system calls';

const errorsInside = async (calls: string[]): Promise<number[]> =>
  (await run(lab, ['perl', '-e', PROBE, ...calls])).out.trim().split('\n').map(Number);
const errorsOutside = (calls: string[]): number[] =>
  execFileSync('perl', ['-e', PROBE, ...calls], {
    encoding: 'utf8',
    ...(isRoot ? { uid: LAB_HOST_ID, gid: LAB_HOST_ID } : {}),
    cwd: '/',
  })
    .trim()
    .split('\n')
    .map(Number);

test('[B6] every listed call fails as listed', { skip }, async () => {
  for (const [calls, error] of [
    [forbiddenCalls, EPERM],
    [unknownCalls, ENOSYS],
  ] as const) {
    const listed = Object.entries(calls).flatMap(([name, numbers]) => {
      const number = numberOf(numbers, arch);
      return number === null ? [] : [{ name, number }];
    });
    const errors = await errorsInside(listed.map(({ number }) => `${number},0,0,0,0,0,0`));
    assert.deepEqual(
      Object.fromEntries(listed.map(({ name }, index) => [name, errors[index]])),
      Object.fromEntries(listed.map(({ name }) => [name, error])),
    );
  }
});

test('[B6] what needs no right works outside and is refused by the filter inside', { skip }, async () => {
  const number = (name: string) => numberOf({ ...forbiddenCalls, ...unknownCalls }[name] ?? [0, 0], arch);
  const calls = [
    `${number('ptrace')},0,0,0,0`,
    `${number('set_mempolicy')},0,0,0`,
    `${number('adjtimex')},0`,
    `${number('clone3')},0,0`,
    `${number('quotactl')},0,0,0,0`,
  ];
  assert.ok(
    !errorsOutside(calls.slice(0, 4)).some((error) => error === EPERM || error === ENOSYS),
    String(errorsOutside(calls)),
  );
  assert.deepEqual(await errorsInside(calls.slice(0, 4)), [EPERM, EPERM, EPERM, ENOSYS]);
});

test('[B6] judged calls: sockets by family, personality by value', { skip }, async () => {
  const [socket, personality] = arch === 'x64' ? [41, 135] : [198, 92];
  const calls = [
    `${socket},1,1,0`,
    `${socket},2,1,0`,
    `${socket},10,1,0`,
    `${socket},16,3,0`,
    `${socket},38,5,0`,
    `${socket},40,1,0`,
    `${personality},4294967295`,
    `${personality},262144`,
  ];
  assert.deepEqual(await errorsInside(calls), [0, 0, 0, 0, EAFNOSUPPORT, EAFNOSUPPORT, 0, EPERM]);
  assert.deepEqual(errorsOutside([`${personality},262144`]), [0]);
});

test('[B3] a program cannot type into its terminal', { skip }, async () => {
  const script =
    'my $size = "x" x 8; print "size ", (ioctl(STDIN, 0x5413, $size) ? "ok" : $!+0), "\\n"; my $c = "x"; print "sti ", (ioctl(STDIN, 0x5412, $c) ? "ok" : $!+0), "\\n"; $c = "\\2"; print "linux ", (ioctl(STDIN, 0x541c, $c) ? "ok" : $!+0), "\\n"';
  const pty = lab.spawnTerminal({ cols: 80, rows: 24, argv: ['perl', '-e', script] });
  let seen = '';
  pty.onData((bytes) => {
    seen += Buffer.from(bytes).toString();
  });
  await pty.ended;
  assert.equal(seen, `size ok\r\nsti ${EPERM}\r\nlinux ${EPERM}\r\n`);
});

test('[B6] threads, workers and child processes of ordinary programs run', async () => {
  const script =
    'const { Worker } = require("worker_threads"); new Worker("console.log(require(\\"child_process\\").execSync(\\"echo worked\\").toString().trim())", { eval: true })';
  assert.equal((await run(lab, ['node', '-e', script])).out, 'worked\n');
});

test('[B6] a compile runs', { skip: existsSync('/usr/bin/cc') ? false : 'needs a C compiler' }, async () => {
  const { out, err } = await run(lab, [
    'sh',
    '-c',
    'echo "int main(void){return 7;}" > /tmp/a.c && cc -o /tmp/a /tmp/a.c && /tmp/a; echo $?',
  ]);
  assert.equal(out, '7\n', err);
});
