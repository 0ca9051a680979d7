import { statfsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { asProblem, type Problem, ProblemError, problem } from '../../protocol/errors.ts';
import type { Isolation } from '../../protocol/host.ts';
import { type Fact, type Order, orderSchema } from '../../protocol/runner-messages.ts';
import { pipeLink } from '../bus/link.ts';
import { projectRoot } from '../config.ts';
import { LOAD_BINARY } from './build-jobs.ts';
import { Builds } from './builds.ts';
import { ContractGate } from './contract-gate.ts';
import { CoreLeases } from './core-leases.ts';
import { CourseCpu } from './course-cpu.ts';
import { readFacilities } from './facilities.ts';
import { readHostCard } from './host-card.ts';
import { probeIsolation } from './lab/doctor.ts';
import { bringFiles, saveFiles } from './lab/files.ts';
import { type Lab, openLab } from './lab/lab.ts';
import { LabWatch } from './lab/lab-watch.ts';
import { limitsHere } from './lab/limits.ts';
import { OwnerLab } from './lab/owner-lab.ts';
import type { LabLevel } from './lab/reaper.ts';
import { LabTerminals } from './lab-terminals.ts';
import { subjectsIn } from './program.ts';
import { executeRun } from './run.ts';
import { labToolchains, toolchainVersions } from './toolchains.ts';
import { inOrderOfUse, readSubjects, readVariants } from './variants.ts';

/*
 * The runner: started by the hub as the first process of a pid namespace, ends when its stdin ends, and takes
 * everything it started with it.
 *
 *   runner
 *   ├─ builds        one compiler at a time, stopped while a run measures
 *   └─ lab (owner)   holder with its own network
 *      ├─ servers under test and load tool of the run that holds the cores
 *      ├─ contract check of one server, when no run measures
 *      └─ shells
 */
const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    level: { type: 'string' },
    used: { type: 'string', multiple: true },
    /** Descriptor of a /proc of the host: our own shows our own namespace only. */
    'host-proc': { type: 'string' },
    /** The control group that was divided for labs. */
    groups: { type: 'string' },
  },
});
const data = values.data as string;
const variantsFolder = join(projectRoot, 'sandbox-server/variants');
const subjectsFolder = join(projectRoot, 'sandbox-server/subjects');
const loadFolder = join(projectRoot, 'sandbox-server/load');

const link = pipeLink(process.stdin, process.stdout);
const tell = (fact: Fact) => link.send(fact);
const { all: variants, faults } = readVariants(variantsFolder);
const subjects = readSubjects(subjectsFolder);
for (const fault of [...faults, ...subjects.faults]) process.stderr.write(`runner: ${fault}\n`);

let cancel: { run: string; controller: AbortController } | undefined;
const limits = limitsHere();
let watch: LabWatch | undefined;
const owner = new OwnerLab(async () => {
  const lab = await openLab({
    id: 'owner',
    directory: join(data, 'labs', 'owner'),
    level: isolation as LabLevel,
    variants: variantsFolder,
    load: loadFolder,
    toolchains: { ...labToolchains(), subjects: subjectsFolder },
    limits,
    groups: values.groups,
  });
  watch = new LabWatch(lab, limits, {
    room: () => {
      const { bavail, bsize, ffree } = statfsSync(data);
      return { bytes: bavail * bsize, files: ffree };
    },
    isMeasuring: () => cancel !== undefined,
    notice: (text) => terminals.notice(text),
  });
  watch.start();
  return lab;
});
let lab: Lab | undefined;
let isolation: Isolation = 'none';
let labProblem: Problem | undefined;
let wallsFault: string | undefined;
try {
  const probe = await probeIsolation(values.groups);
  wallsFault = probe.reason;
  if (values.level === 'process') isolation = 'process';
  else if (probe.level === 'pod') isolation = 'pod';
  else throw new ProblemError('lab-failed', `This host cannot isolate a lab: ${probe.reason ?? 'a check failed'}.`);
  lab = await owner.open();
} catch (error) {
  isolation = 'none';
  labProblem = asProblem(error);
}

const host = readHostCard(isolation, toolchainVersions(), values.groups ? 'kernel' : 'watched');
const facilities = readFacilities(
  {
    servers: [...variants.values()].map(({ manifest }) => manifest),
    programs: [...subjects.all.values()].map(({ manifest }) => manifest),
  },
  {
    ...(lab ? { limits } : {}),
    ...(isolation === 'pod'
      ? {}
      : { withoutWalls: labProblem?.text ?? wallsFault ?? 'It was started so, with `--level process`.' }),
  },
);
const sayReady = () =>
  tell({
    t: 'runner.ready',
    host,
    facilities,
    variants: [...variants.values()],
    subjects: [...subjects.all.values()],
    ...(labProblem ? { problem: labProblem } : {}),
  });
const builds = new Builds({
  loadFolder,
  variantsFolder,
  variants: inOrderOfUse(variants.values(), values.used ?? []),
  subjects: { folder: subjectsFolder, all: [...subjects.all.values()] },
  gate: lab
    ? new ContractGate(join(data, 'contract.json'), variantsFolder, () => owner.open(), host.usableCores.slice(0, 2))
    : (labProblem?.text ?? 'There is no lab on this host.'),
  report: (build) => tell({ t: 'build.state', build }),
});
builds.announce();
sayReady();

void builds.run();

const leases = new CoreLeases();
const course = new CourseCpu();
function openLabOrThrow(): Promise<Lab> {
  if (labProblem) throw ProblemError.of(labProblem);
  return owner.open();
}
const terminals = new LabTerminals(
  openLabOrThrow,
  tell,
  (frame) => link.sendFrame(frame),
  () => watch?.noteUse(),
);

function obey(order: Order): void {
  switch (order.t) {
    case 'run.start':
      void startRun(order);
      break;
    case 'hub.cpu':
      course.noteHub(order.cpuUs);
      break;
    case 'run.cancel':
      if (cancel?.run === order.run) cancel.controller.abort();
      break;
    case 'files.save':
    case 'files.bring':
      void passFiles(order);
      break;
    default:
      terminals.obey(order);
  }
}

async function passFiles(order: Extract<Order, { t: `files.${string}` }>): Promise<void> {
  watch?.noteUse();
  try {
    const inLab = await openLabOrThrow();
    tell(
      order.t === 'files.save'
        ? { t: 'files.saved', archive: (await saveFiles(inLab)).toString('base64') }
        : { t: 'files.brought', folder: await bringFiles(inLab, Buffer.from(order.archive, 'base64')) },
    );
  } catch (error) {
    tell({ t: 'files.failed', problem: asProblem(error) });
  }
}

async function startRun({
  run,
  attempt,
  plan,
  leastCpuPerRequestUs,
  probe,
}: Extract<Order, { t: 'run.start' }>): Promise<void> {
  const cores = new Set(
    plan.steps.flatMap((step) => [
      ...step.servers.flatMap((server) => server.cores),
      ...step.slices.flatMap((slice) => slice.loadCores),
    ]),
  );
  for (const core of probe.flat()) cores.add(core);
  const fail = (cause: Problem) =>
    tell({ t: 'run.end', run, attempt, outcome: 'failed', problem: cause, histograms: [], absent: [], probed: [] });
  if (labProblem) return fail(labProblem);
  if (!leases.take(run, cores)) return fail(problem('limit', 'Another run is measuring on these cores.'));
  let inLab: Lab;
  try {
    inLab = await owner.open();
  } catch (error) {
    leases.release(run);
    return fail(asProblem(error));
  }
  tell({ t: 'run.state', run, attempt, state: 'leased', text: 'Cores reserved' });
  const controller = new AbortController();
  cancel = { run, controller };
  await builds.pause();
  const { usableCores } = host;
  await executeRun({
    run,
    attempt,
    plan,
    leastCpuPerRequestUs,
    probe,
    lab: inLab,
    hostProc: values['host-proc'] === undefined ? undefined : Number(values['host-proc']),
    loadBinary: join(loadFolder, LOAD_BINARY),
    course,
    variantsFolder,
    variants: builds.ready(),
    subjects: { folder: subjectsFolder, inLab: subjectsIn(inLab, subjectsFolder), all: subjects.all },
    usableCores,
    signal: controller.signal,
    tell,
  });
  cancel = undefined;
  leases.release(run);
  builds.resume();
}

link.onMessage((message) => {
  const order = orderSchema.safeParse(message);
  if (order.success) obey(order.data);
  else process.stderr.write(`runner: malformed order: ${order.error.message}\n`);
});
link.onFrame((frame) => terminals.receive(frame));
link.onClose(async () => {
  await owner.close().catch(() => {});
  process.exit(0);
});
