import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { asProblem } from '../../../protocol/errors.ts';
import type { LabLimits } from '../../../protocol/host.ts';
import type { Check } from './doctor.ts';
import { type Lab, openLab } from './lab.ts';

/*
 * Opens two labs and tries from inside what must fail; each refusal stands beside something alike that works.
 * Prints the checks as JSON. Started by probeIsolation as a runner, in namespaces of its own.
 */
const [, , groups] = process.argv;
const PROCESS_LIMIT = 64;
const LAB_BYTES = 128 * 1024 ** 2;
const MEMORY_MS = 5000;
/** Two of these fit into one limit only when each lab is counted for itself. */
const SLEEPERS = 30;

const directory = mkdtempSync(join(tmpdir(), 'loadstone-doctor-'));
const checks: Check[] = [];
const check = (id: string, title: string, ok: boolean, detail: string): void => {
  checks.push({ id, title, ok, detail });
};

const listener = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
await once(listener, 'listening');
const secret = join(directory, 'secret');
writeFileSync(secret, 'secret');
const nothing = join(directory, 'nothing');
mkdirSync(nothing);

try {
  const labs = await Promise.all([open('a'), open('b')]);
  check('namespaces', 'A lab opens', true, 'user, network and process namespaces');
  await Promise.all([...seccomp(labs[0]), descriptors(labs[0])]);
  // Last, because it uses a lab's processes up.
  await judge(labs);
  if (groups) await memory();
  await Promise.all(labs.map((lab) => lab.close()));
} catch (error) {
  const { text, log } = asProblem(error);
  check('namespaces', 'A lab opens', false, `${text} ${log ?? ''}`.trim());
}
rmSync(directory, { recursive: true, force: true });
process.stdout.write(JSON.stringify(checks), () => process.exit(0));

function open(id: string, own: Partial<LabLimits> = {}): Promise<Lab> {
  const limits = { processes: PROCESS_LIMIT, commandProcesses: PROCESS_LIMIT, ...own };
  return openLab({
    id: `doctor-${id}`,
    directory: join(directory, id),
    level: 'pod',
    variants: nothing,
    load: nothing,
    limits,
    groups,
  });
}

/** Two programs of half the memory each: neither is too large for itself. */
async function memory(): Promise<void> {
  const lab = await open('c', { memoryBytes: LAB_BYTES });
  const argv = ['node', '-e', `globalThis.held = Buffer.alloc(${LAB_BYTES / 2}, 1); setInterval(() => {}, 1e6)`];
  await Promise.all([lab.spawn({ argv }), lab.spawn({ argv })]);
  const end = await Promise.race([lab.ended, wait(MEMORY_MS).then(() => 'went on')]);
  check('memory', 'The kernel ends a lab that has used its memory up', end === 'oom', `the lab: ${end}`);
  await lab.close();
}

async function judge(labs: [Lab, Lab]): Promise<void> {
  const script = readFileSync(join(import.meta.dirname, 'doctor-inside.js'));
  const port = (listener.address() as AddressInfo).port;
  const [a, b] = await Promise.all(
    labs.map(async (lab) => {
      const argv = ['node', '-', String(port), secret, String(SLEEPERS), String(PROCESS_LIMIT)];
      const child = await lab.spawn({ argv, stdin: true });
      child.stdin?.end(script);
      const [answer, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
      return answer ? JSON.parse(answer) : { errors };
    }),
  );
  check('node', 'Node runs inside', a.node === process.version, a.node ?? a.errors);
  check(
    'network',
    'No TCP out of a lab',
    a.host !== 'connected' && a.own === 'connected',
    `to the host: ${a.host}; inside: ${a.own}`,
  );
  check(
    'files',
    'A file of the host is out of reach',
    a.secret !== 'read' && a.passwd === 'read',
    `the host's: ${a.secret}; the lab's own: ${a.passwd}`,
  );
  const isPerLab = a.started === SLEEPERS && b.started === SLEEPERS && a.refused === 'EAGAIN';
  check(
    'processes',
    'The limit of processes is counted per lab',
    isPerLab,
    `${a.started} and ${b.started} started together, then ${a.refused}`,
  );
}

/** Programs whose only obstacle is the filter: they work outside, without any right. */
function seccomp(lab: Lab): Promise<void>[] {
  const core = (
    /^Cpus_allowed_list:\s*(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8')) as RegExpExecArray
  )[1] as string;
  return [
    refused(lab, 'affinity', 'The filter refuses to change cores', ['taskset', '-c', core, 'true']),
    refused(lab, 'personality', 'The filter refuses an unusual personality', [
      'setarch',
      '--addr-no-randomize',
      'true',
    ]),
    refused(lab, 'nesting', 'No user namespace inside a lab', ['unshare', '--user', 'true'], ['unshare', '--help']),
  ];
}

async function refused(
  lab: Lab,
  id: string,
  title: string,
  argv: [string, ...string[]],
  control = argv,
): Promise<void> {
  const [file, ...args] = control;
  const outside = await promisify(execFile)(file as string, args).then(
    () => true,
    () => false,
  );
  const child = await lab.spawn({ argv });
  const [errors, { code }] = await Promise.all([text(child.stderr), child.exited]);
  check(
    id,
    title,
    outside && code !== 0 && /not permitted/.test(errors),
    outside ? errors.trim() || `it worked` : `${argv[0]} fails outside, too`,
  );
}

async function descriptors(lab: Lab): Promise<void> {
  // The list's own directory is descriptor 3.
  const child = await lab.spawn({ argv: ['ls', '/proc/self/fd'] });
  const open = (await text(child.stdout)).trim().split('\n').join(' ');
  check('descriptors', 'A program gets three descriptors and no more', open === '0 1 2 3', open);
}
