import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seccompFilter } from '../seccomp.ts';
import { type FilterArch, forbiddenCalls, judgedCalls, numberOf, unknownCalls } from '../syscalls.ts';
import { runBpf } from './fixtures/run-bpf.ts';

const AUDIT = { x64: 0xc000003e, arm64: 0xc00000b7 };
const ALLOW = 0x7fff0000;
const EPERM = 0x00050001;
const ENOSYS = 0x00050026;
const EAFNOSUPPORT = 0x00050061;
const KILL = 0x80000000;

for (const arch of ['x64', 'arm64'] as const satisfies FilterArch[]) {
  const filter = seccompFilter(arch) as Uint8Array;
  const answer = (number: number, ...args: bigint[]) => runBpf(filter, { arch: AUDIT[arch], number, args });
  const judged = (name: keyof typeof judgedCalls, ...args: bigint[]) =>
    answer(numberOf(judgedCalls[name], arch) as number, ...args);

  test(`[B6] ${arch}: the listed calls and no others are refused`, () => {
    const expected = new Map<number, number>();
    for (const numbers of Object.values(forbiddenCalls)) expected.set(numberOf(numbers, arch) ?? -1, EPERM);
    for (const numbers of Object.values(unknownCalls)) expected.set(numberOf(numbers, arch) ?? -1, ENOSYS);
    for (let number = 0; number < 600; number++) {
      if (Object.values(judgedCalls).some((numbers) => numberOf(numbers, arch) === number)) continue;
      assert.equal(answer(number), expected.get(number) ?? ALLOW, `call ${number}`);
    }
  });

  test(`[B6] ${arch}: clone may make threads and processes, no namespace`, () => {
    assert.equal(judged('clone', 17n), ALLOW);
    assert.equal(judged('clone', 0x3d0f00n), ALLOW);
    for (const flag of [0x20000n, 0x2000000n, 0x4000000n, 0x8000000n, 0x10000000n, 0x20000000n, 0x40000000n])
      assert.equal(judged('clone', flag | 17n), EPERM, flag.toString(16));
  });

  test(`[B3] ${arch}: input is not put into terminals, also not with a bit set above the low half`, () => {
    for (const request of [0x5412n, 0x541cn, 0x1_0000_5412n, 0xffff_ffff_0000_541cn])
      assert.equal(judged('ioctl', 0n, request), EPERM);
    for (const request of [0x5413n, 0x5401n, 0x541bn]) assert.equal(judged('ioctl', 0n, request), ALLOW);
  });

  test(`[B6] ${arch}: personality and socket families`, () => {
    for (const persona of [0n, 8n, 0x20000n, 0xffffffffn]) assert.equal(judged('personality', persona), ALLOW);
    for (const persona of [0x40000n, 0x400000n]) assert.equal(judged('personality', persona), EPERM);
    for (const name of ['socket', 'socketpair'] as const) {
      for (const family of [1n, 2n, 10n, 16n]) assert.equal(judged(name, family), ALLOW);
      for (const family of [0n, 15n, 17n, 38n, 40n]) assert.equal(judged(name, family), EAFNOSUPPORT);
    }
  });

  test(`[B6] ${arch}: another architecture ends the process`, () => {
    for (const other of [AUDIT[arch === 'x64' ? 'arm64' : 'x64'], 0x40000003, 0x40000028])
      assert.equal(runBpf(filter, { arch: other, number: 1 }), KILL);
  });
}

test('[B6] calls of the x32 kind do not exist', () => {
  const filter = seccompFilter('x64') as Uint8Array;
  for (const number of [0x40000000, 0x40000065, 0xffffffff])
    assert.equal(runBpf(filter, { arch: AUDIT.x64, number }), ENOSYS);
});

test('an architecture without a list gets no filter', () => {
  assert.equal(seccompFilter('riscv64'), null);
});
