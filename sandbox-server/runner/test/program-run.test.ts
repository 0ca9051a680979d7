import '../lab/test/fixtures/in-reaper.ts';
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { experimentSchema } from '../../../protocol/experiment.ts';
import type { Plan } from '../../../protocol/plan.ts';
import { pointSchema } from '../../../protocol/result.ts';
import type { Fact } from '../../../protocol/runner-messages.ts';
import { compilePlan } from '../../../stats/compile-plan.ts';
import { projectRoot } from '../../config.ts';
import { readHostCard } from '../host-card.ts';
import { testLab } from '../lab/test/fixtures/test-lab.ts';
import { parseLine, subjectsIn } from '../program.ts';
import { readSubjects } from '../variants.ts';
import { execute } from './fixtures/execute.ts';

/** The engine with a real program, which needs no build, from its plan to its points. */
const folder = join(projectRoot, 'sandbox-server/subjects');
const { all } = readSubjects(folder);
const lab = await testLab('program-run', {
  load: join(projectRoot, 'sandbox-server/load'),
  toolchains: { subjects: folder },
});
const { physicalCores } = readHostCard('none', {});
const skip = physicalCores.length < 2 ? 'needs two cores' : false;
const spec = experimentSchema.parse({
  id: 'promises',
  title: 'Promises',
  question: 'What do they take?',
  series: [{ id: 'promises', label: 'promises', variant: 'node/waiting', knobs: { COUNT: 5000 } }],
  load: { kind: 'program', cores: 'one' },
  sweep: { over: 'nothing' },
  questions: [
    {
      claim: 'course.promises-are-small',
      metric: 'heapEach',
      of: { series: 'promises', at: 1 },
      sentence: 'A promise takes less than 2 kB.',
      rule: { kind: 'limit', below: 2048 },
      status: 'settled',
      meaning: { holds: 'So it is.', doesNotHold: 'It is not so.' },
    },
  ],
  needs: { cores: 1 },
  willNotShowWhen: ['never'],
});

async function carryOut(subjects: typeof all, signal = new AbortController().signal): Promise<Fact[]> {
  const host = { physicalCores, dependent: [], rho: 0, floorBlocks: () => 10 };
  const plan = compilePlan(spec, 'quick', 1, host, new Map([['node/waiting', {}]])) as Plan;
  const subjectsFolder = { folder, inLab: subjectsIn(lab, folder), all: subjects };
  const run = { run: 'r-program', plan, lab, variantsFolder: '', variants: new Map(), subjects: subjectsFolder };
  return execute(run, () => {}, signal);
}
const endOf = (facts: Fact[]) => facts.find((fact) => fact.t === 'run.end');

test('[ST1] each point of a program is a process of its own, with its figures and what the sampler saw', {
  skip,
}, async () => {
  const facts = await carryOut(all);
  assert.equal(endOf(facts)?.outcome, 'done');
  const points = facts.flatMap((fact) => (fact.t === 'run.point' ? [pointSchema.parse(fact.point)] : []));
  // A look, and two processes in each of three blocks.
  assert.equal(points.filter(({ attempt }) => attempt === 0).length, 1 + 3 * 2);
  for (const { figures, throughput, peakRssBytes = 0, ok } of points) {
    assert.equal(ok, 1);
    assert.equal(throughput, undefined);
    assert.ok(peakRssBytes > 0);
    assert.deepEqual(Object.keys(figures ?? {}), all.get('node/waiting')?.manifest.metrics);
  }
});

test('[ST9] a program whose sources were changed since is not measured', { skip }, async () => {
  const changed = new Map([...all].map(([id, info]) => [id, { ...info, sourceHash: '0'.repeat(64) }]));
  const end = endOf(await carryOut(changed));
  assert.equal(end?.outcome, 'failed');
  assert.equal(end?.problem?.code, 'source-mismatch');
});

test('a run of programs that is stopped ends as cancelled', { skip }, async () => {
  const controller = new AbortController();
  controller.abort();
  assert.equal(endOf(await carryOut(all, controller.signal))?.outcome, 'cancelled');
});

test('only a line that fits counts as one', () => {
  assert.deepEqual(parseLine('{"v":1,"metrics":{"size":8}}'), { v: 1, metrics: { size: 8 } });
  for (const text of [
    'hello',
    '{"v":2,"metrics":{}}',
    '{"v":1,"metrics":{"nonsense":1}}',
    '{"v":1,"metrics":{"size":null}}',
  ])
    assert.equal(parseLine(text), undefined);
});
