import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Step } from '../../../protocol/plan.ts';
import { descendants, loadProgram, serverProgram } from '../lab/test/fixtures/processes.ts';
import { loadCore, notBuilt, openEngine, serverCore, skip } from './fixtures/engine.ts';

/* Programs of a run that end or stand still while something is measured. */
const { attempt } = await openEngine('run-faults');

const step: Step = {
  id: 'look-one-1',
  kind: 'look',
  block: 0,
  warmup: 'brief',
  servers: [{ key: 'a', series: 'one', variant: 'node/http', x: 1, cores: [serverCore] }],
  slices: [
    {
      server: 'a',
      path: '/ping',
      shape: { kind: 'closed', connections: 8, seconds: 2 },
      loadCores: [loadCore],
      seed: 1,
    },
  ],
};

/** Carries out the step and sends a signal to the program of that command as soon as it is measured. */
async function attemptWith(signal: NodeJS.Signals, command: RegExp, carriedOut = step) {
  let sent = false;
  const outcome = await attempt(carriedOut, (state) => {
    if (state !== 'measuring' || sent) return;
    sent = true;
    const found = descendants(process.pid).findLast((one) => command.test(one.command));
    assert.ok(found, 'the program runs');
    process.kill(found.pid, signal);
  });
  assert.ok(sent);
  return outcome;
}

test('[F3] a server that ends while it is measured fails the run with its signal, and keeps what was measured', {
  skip,
}, async () => {
  const { end, samples, points } = await attemptWith('SIGKILL', serverProgram);
  assert.equal(end.outcome, 'failed');
  assert.equal(end.problem?.code, 'server-failed');
  assert.match(end.problem?.text ?? '', /^node\/http ended with SIGKILL while it was measured\.$/);
  assert.ok(samples.length > 0);
  assert.equal(points.length, 0, 'half a slice is no point');
});

test('[F4] a load tool that stands still is ended after its plan, and the run says so and keeps what was measured', {
  skip,
}, async () => {
  const { end, samples } = await attemptWith('SIGSTOP', loadProgram);
  assert.equal(end.outcome, 'failed');
  assert.equal(end.problem?.code, 'generator-failed');
  assert.match(end.problem?.text ?? '', /had not ended 10 s after the end of its plan/);
  assert.ok(samples.length > 0);
});

test('[F3] a program behind the server that ends while it is measured fails the run and is named', {
  skip: notBuilt('upstream/slow'),
}, async () => {
  const behind = { cores: [loadCore], variant: 'upstream/slow', knobs: { SLOTS: 2, DELAY_MS: 50 } };
  const gateway: Step = {
    ...step,
    servers: step.servers.map((server) => ({ ...server, variant: 'node/gateway', behind })),
    slices: step.slices.map((slice) => ({ ...slice, path: '/upstream' })),
  };
  const { end } = await attemptWith('SIGKILL', /variant-slow/, gateway);
  assert.equal(end.outcome, 'failed');
  assert.equal(end.problem?.code, 'server-failed');
  assert.match(end.problem?.text ?? '', /^upstream\/slow ended with SIGKILL while it was measured\.$/);
});
