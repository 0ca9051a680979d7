import { assemble, type Step } from './bpf.ts';
import { type FilterArch, forbiddenCalls, judgedCalls, numberOf, unknownCalls } from './syscalls.ts';

const AUDIT_ARCH: Record<FilterArch, number> = { x64: 0xc000_003e, arm64: 0xc000_00b7 };
/** Calls of the x32 ABI carry this bit; they would pass a list of x86_64 numbers unseen. */
const X32_BIT = 0x4000_0000;

const ALLOW = 0x7fff_0000;
const KILL_PROCESS = 0x8000_0000;
const errno = (code: number): number => 0x0005_0000 | code;
const EPERM = errno(1);
const ENOSYS = errno(38);
const EAFNOSUPPORT = errno(97);

/** Offsets in `struct seccomp_data`. Of an argument only the low half is loaded: both architectures are
 * little-endian, and the kernel itself reads these arguments as 32-bit values (CVE-2019-10063). */
const NUMBER = 0;
const ARCH = 4;
const argument = (index: number): number => 16 + 8 * index;

/** CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET. */
const NEW_NAMESPACE_FLAGS = 0x7e02_0000;
/** They put characters into another program's terminal. */
const TIOCSTI = 0x5412;
const TIOCLINUX = 0x541c;
/** unix, inet, inet6, netlink: what servers and the C library use. */
const SOCKET_FAMILIES = [1, 2, 10, 16];
/** What ordinary programs ask for: plain, Linux on 32 bits, old uname, and the question itself. */
const PERSONALITIES = [0, 0x0008, 0x0002_0000, 0x0002_0008, 0xffff_ffff];

/** The deny list as steps: whatever is not named is allowed. */
export function denyList(arch: FilterArch): Step[] {
  const steps: Step[] = [
    { load: ARCH },
    { test: 'equal', value: AUDIT_ARCH[arch], yes: 'known' },
    { give: KILL_PROCESS },
    { label: 'known' },
    { load: NUMBER },
  ];
  if (arch === 'x64')
    steps.push({ test: 'atLeast', value: X32_BIT, no: 'native' }, { give: ENOSYS }, { label: 'native' });
  for (const [calls, answer] of [
    [forbiddenCalls, EPERM],
    [unknownCalls, ENOSYS],
  ] as const)
    for (const [name, numbers] of Object.entries(calls)) {
      const number = numberOf(numbers, arch);
      if (number !== null) steps.push(...onCall(name, number, [{ give: answer }]));
    }
  const judge = (name: keyof typeof judgedCalls, body: Step[]): void => {
    steps.push(...onCall(name, numberOf(judgedCalls[name], arch) ?? -1, body));
  };
  judge('clone', [
    { load: argument(0) },
    { test: 'anyBit', value: NEW_NAMESPACE_FLAGS, no: 'clone fine' },
    { give: EPERM },
    { label: 'clone fine' },
    { give: ALLOW },
  ]);
  judge('ioctl', [
    { load: argument(1) },
    { test: 'equal', value: TIOCSTI, yes: 'ioctl forbidden' },
    { test: 'equal', value: TIOCLINUX, no: 'ioctl fine' },
    { label: 'ioctl forbidden' },
    { give: EPERM },
    { label: 'ioctl fine' },
    { give: ALLOW },
  ]);
  judge('personality', oneOf('personality', 0, PERSONALITIES, EPERM));
  judge('socket', oneOf('socket', 0, SOCKET_FAMILIES, EAFNOSUPPORT));
  judge('socketpair', oneOf('socketpair', 0, SOCKET_FAMILIES, EAFNOSUPPORT));
  steps.push({ give: ALLOW });
  return steps;
}

/** The filter for `bwrap --seccomp`, or null on an architecture that the list does not cover. */
export function seccompFilter(arch: string = process.arch): Uint8Array | null {
  return arch === 'x64' || arch === 'arm64' ? assemble(denyList(arch)) : null;
}

/** The body answers; the next call's test finds the number still loaded, because every body ends with an answer. */
function onCall(name: string, number: number, body: Step[]): Step[] {
  return [{ test: 'equal', value: number, no: `not ${name}` }, ...body, { label: `not ${name}` }];
}

function oneOf(name: string, index: number, allowed: number[], otherwise: number): Step[] {
  return [
    { load: argument(index) },
    ...allowed.map((value): Step => ({ test: 'equal', value, yes: `${name} fine` })),
    { give: otherwise },
    { label: `${name} fine` },
    { give: ALLOW },
  ];
}
