import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { type ExperimentSpec, experimentSchema } from '../../../protocol/experiment.ts';
import { hostDoubts, type LoadFlag, type LoadShape } from '../../../protocol/load-lines.ts';
import type { MetricName } from '../../../protocol/metrics.ts';
import type { Step } from '../../../protocol/plan.ts';
import { flagTable, type NoiseFloor } from '../../../protocol/result.ts';
import { doubtWords, judge } from '../../../stats/judge.ts';
import { parseCoreList } from '../host-card.ts';
import { descendants, loadProgram, serverProgram } from '../lab/test/fixtures/processes.ts';
import { loadCore, type Outcome, openEngine, serverCore, skip } from './fixtures/engine.ts';

/*
 * The engine with real servers under a real load, while something goes wrong on purpose: each fault must lead to its
 * flag and never to a verdict.
 */
const { measure } = await openEngine('engine');

const SECONDS = 2;
const PATH = '/burn?n=600000';
const spec = experimentSchema.parse({
  id: 'engine',
  title: 'Engine',
  question: 'Does the engine notice?',
  series: [
    { id: 'one', label: 'one', variant: 'node/http' },
    { id: 'two', label: 'two', variant: 'node/http', path: '/burn?n=1200000' },
  ],
  load: { kind: 'closed', path: PATH, connections: 8 },
  sweep: { over: 'nothing' },
  questions: [
    {
      claim: 'course.half-the-work',
      metric: 'throughput',
      of: { series: 'one', at: 1 },
      against: { series: 'two', at: 1 },
      sentence: 'Half the work is answered at least 1.5 times as often.',
      rule: { kind: 'atLeast', k: 1.5 },
      status: 'settled',
      meaning: { holds: 'So it is.', doesNotHold: 'It is not so.' },
    },
  ],
  needs: { cores: 1, cpuPerRequestUs: 0 },
  willNotShowWhen: ['never'],
} satisfies ExperimentSpec);
const FLOOR: NoiseFloor = {
  mode: 'split',
  measuredAt: '2026-01-01T00:00:00Z',
  variant: 'node/http',
  blocks: 5,
  byMetric: { throughput: 0.05, responseP99: 0.2 },
};

const closed: LoadShape = { kind: 'closed', connections: 8, seconds: SECONDS };
const openAt = (rate: number): LoadShape => ({
  kind: 'open',
  segments: [{ from: rate, to: rate, seconds: SECONDS }],
  arrivals: 'constant',
  connections: 32,
});

/** Steps of a pair are repeated where the host is disturbed, the others are not. */
const PAIR = 'one@1/two@1';

/** One block of both servers, or of the first alone. */
function block(shape: LoadShape, servers: readonly ('a' | 'b')[] = ['a', 'b']): Step {
  const [one, two] = spec.series;
  return {
    id: 'block-1',
    kind: 'block',
    block: 1,
    warmup: 'brief',
    servers: servers.map((key) => ({
      key,
      series: (key === 'a' ? one : two)?.id as string,
      variant: 'node/http',
      x: 1,
      cores: [serverCore],
    })),
    slices: servers.map((server) => ({
      server,
      path: (server === 'a' ? undefined : two?.path) ?? PATH,
      shape,
      loadCores: [loadCore],
      seed: 1,
    })),
  };
}

/** Five blocks like this one, as a standard run would have them. */
function verdictOf({ points, plan }: Outcome, metric: MetricName = 'throughput') {
  const twice = points.flatMap((point) => [point, { ...point, slice: point.slice + 2 }]);
  const all = [1, 2, 3, 4, 5].flatMap((number) => twice.map((point) => ({ ...point, block: number, pair: PAIR })));
  const questions = spec.questions.map((question) => ({ ...question, metric }));
  const [verdict] = judge({ ...spec, questions }, plan, all, FLOOR);
  assert.ok(verdict);
  return verdict;
}

const flagsOf = ({ points }: Outcome) => [...new Set(points.flatMap(({ flags }) => flags))];
const children: ChildProcess[] = [];
after(() => {
  for (const child of children) child.kill('SIGKILL');
});
const spin = (core: number) => {
  const child = spawn('taskset', ['-c', String(core), process.execPath, '-e', 'for(;;);'], { stdio: 'ignore' });
  children.push(child);
  return child;
};
/** Measured anew while the load tool says that somebody on this host held it up: that would be named before all else. */
async function unhindered(measureOnce: () => Promise<Outcome>): Promise<Outcome> {
  for (let tries = 1; ; tries++) {
    const found = await measureOnce();
    if (tries === 3 || !flagsOf(found).some((flag) => hostDoubts.includes(flag as LoadFlag))) return found;
  }
}

test('samples and points of a block hold what was seen: who used the cores, how long answers took, what was the limit', {
  skip,
}, async () => {
  const found = await measure(block(openAt(100), ['a']));
  const [point] = found.points;
  assert.ok(point);
  assert.equal(point.ok + point.failed + point.censored + point.unsent, 100 * SECONDS);
  assert.ok(point.offered && Math.abs(point.offered - 100) < 1);
  assert.ok(point.coresUsed && point.coresUsed > 0.01 && point.coresUsed < 1);
  assert.ok(point.responseUs?.p50 && point.lagUs?.p50 !== undefined);
  assert.ok(point.busyByCore.length >= 2);
  assert.ok(point.peakRssBytes && point.peakRssBytes > 20e6, 'Node needs more than 20 MB');
  const measured = found.samples.filter(({ phase }) => phase === 'measure');
  assert.ok(measured.length >= 4);
  assert.ok(measured.some(({ maxUs, busyByCore, rssBytes }) => maxUs && busyByCore.length > 0 && rssBytes));
  assert.equal(found.end.histograms.length, 1);
  assert.ok(found.end.histograms[0]?.response);
});

test("[ST7] [ST9] a neighbour on the server's core is noticed, the block is repeated, and no verdict is built on it", {
  skip,
}, async () => {
  const neighbour = spin(serverCore);
  const found = await unhindered(() => measure({ ...block(closed), pair: PAIR }));
  neighbour.kill('SIGKILL');
  assert.ok(flagsOf(found).includes('noisy'));
  assert.equal(Math.max(...found.points.map(({ attempt }) => attempt)), 2, 'two extra attempts');
  const verdict = verdictOf(found);
  assert.equal(verdict.outcome, 'cannot-tell');
  assert.ok(verdict.reason.startsWith(flagTable.noisy.text), verdict.reason);
});

for (const [loop, load, metric, said] of [
  ['an open', openAt(200), 'responseP50', ['generatorLate', 'planMissed']],
  ['a closed', closed, 'throughput', ['generatorStarved']],
] as const)
  test(`[LD16] [AB7] a load tool that is held up in ${loop} loop says so, and its figures are not used`, {
    skip,
  }, async () => {
    let timer: NodeJS.Timeout | undefined;
    const found = await measure(block(load), (state) => {
      if (state !== 'measuring') return;
      clearInterval(timer);
      const pid = descendants(process.pid).findLast(({ command }) => loadProgram.test(command))?.pid;
      assert.ok(pid, 'the load tool runs');
      timer = setInterval(() => {
        kill(pid, 'SIGSTOP');
        setTimeout(() => kill(pid, 'SIGCONT'), 50);
      }, 200);
    });
    clearInterval(timer);
    const flags = flagsOf(found);
    assert.ok(
      said.some((flag) => flags.includes(flag)),
      flags.join(),
    );
    const { outcome, reason } = verdictOf(found, metric);
    assert.equal(outcome, 'cannot-tell');
    assert.ok(
      [...hostDoubts, 'planMissed' as const].some((flag) => doubtWords(flag) === reason),
      reason,
    );
  });

const CPU_GROUPS = '/sys/fs/cgroup/cpu';
const canThrottle = existsSync(join(CPU_GROUPS, 'cpu.cfs_quota_us'));
test('[ME] a server held back by a CPU quota is flagged as throttled, and no verdict is built on it', {
  skip: skip || (canThrottle ? false : 'no CPU controller here'),
}, async () => {
  const group = join(CPU_GROUPS, `loadstone-test-${process.pid}`);
  mkdirSync(group);
  try {
    writeFileSync(join(group, 'cpu.cfs_quota_us'), '30000');
    // What is started while this process is in the group stays in it: the servers, and not the load tool.
    const move = (folder: string) => writeFileSync(join(folder, 'cgroup.procs'), String(process.pid));
    const found = await measure(block(closed), (state) => move(state === 'starting' ? group : CPU_GROUPS));
    assert.ok(flagsOf(found).includes('throttled'), flagsOf(found).join());
    const verdict = verdictOf(found);
    assert.equal(verdict.outcome, 'cannot-tell');
  } finally {
    rmdirSync(group);
  }
});

test('[LD16] [ST11] an overloaded server leaves a backlog: its times are "at least", its limit is named', {
  skip,
}, async () => {
  const found = await unhindered(() => measure(block(openAt(3000), ['a'])));
  const [point] = found.points;
  assert.ok(point);
  assert.ok(point.flags.includes('backlog'), point.flags.join());
  assert.ok(['serverCpu', 'oneThread', 'backlog'].includes(point.limiter), point.limiter);
  assert.equal(point.ok + point.failed + point.censored + point.unsent, 3000 * SECONDS);
  const limit = {
    ...spec,
    questions: [
      {
        ...(spec.questions[0] as (typeof spec.questions)[0]),
        metric: 'responseP99' as const,
        against: undefined,
        rule: { kind: 'limit' as const, below: 60_000 },
      },
    ],
  };
  const points = [1, 2, 3, 4, 5].flatMap((number) =>
    [0, 1].map((slice) => ({ ...point, block: number, slice, pair: 'one@1' })),
  );
  const [verdict] = judge(limit, found.plan, points, FLOOR);
  assert.equal(verdict?.outcome, 'cannot-tell', 'a time that is "at least" 3 s is not shown to be below a minute');
});

test('a healthy block is judged, and rightly', { skip }, async () => {
  const found = await measure(block(closed));
  const verdict = verdictOf(found);
  // On a disturbed host it may only be open; it is never refuted.
  assert.notEqual(verdict.outcome, 'does-not-hold');
  if (!flagsOf(found).some((flag) => flag === 'noisy' || flagTable[flag].effect !== 'warn'))
    assert.equal(verdict.outcome, 'holds', `${verdict.ratio}: ${verdict.reason}`);
});

function kill(pid: number | undefined, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(pid, signal);
  } catch {
    // It has ended meanwhile.
  }
}

/** Where each thread of a program may run, and where it ran last. Threads that have just ended say nothing. */
function placesOf(program: RegExp): { allowed: number[]; last: number }[] {
  const processes = descendants(process.pid).filter(({ command }) => program.test(command));
  return processes.flatMap(({ pid }) => {
    try {
      return readdirSync(`/proc/${pid}/task`).map((thread) => {
        const read = (file: string) => readFileSync(`/proc/${pid}/task/${thread}/${file}`, 'latin1');
        const allowed = /^Cpus_allowed_list:\s*(.+)$/m.exec(read('status'))?.[1] ?? '';
        const last = read('stat')
          .replace(/^.*\) /s, '')
          .split(' ')[36];
        return { allowed: parseCoreList(allowed), last: Number(last) };
      });
    } catch {
      return [];
    }
  });
}

test("[AB15] [CP3] threads of the servers and of the load tool keep to their own cores, by the engine's own split", {
  skip,
}, async () => {
  // Who asks for the first answer only may share the server's core: it waits meanwhile.
  const measuring = /^\S*\/load http(?!.* --requests 1 )/;
  const seen = { servers: new Set<number>(), load: new Set<number>() };
  const look = setInterval(() => {
    for (const [into, program] of [
      [seen.servers, serverProgram],
      [seen.load, measuring],
    ] as const)
      for (const core of placesOf(program).flatMap(({ allowed, last }) => [...allowed, last])) into.add(core);
  }, 50);
  await measure(block(closed)).finally(() => clearInterval(look));
  assert.deepEqual([...seen.servers], [serverCore]);
  assert.deepEqual([...seen.load], [loadCore]);
});
