import '../lab/test/fixtures/in-reaper.ts';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asProblem } from '../../../protocol/errors.ts';
import type { VariantInfo } from '../../../protocol/runner-messages.ts';
import { projectRoot } from '../../config.ts';
import { readHostCard } from '../host-card.ts';
import { testLab } from '../lab/test/fixtures/test-lab.ts';
import { startServer } from '../server-under-test.ts';
import { readVariants } from '../variants.ts';

const lab = await testLab('servers', { level: 'process' });
const cores = readHostCard('none', {}).usableCores.slice(0, 2);
const { signal } = new AbortController();
const http = readVariants(`${projectRoot}/sandbox-server/variants`).all.get('node/http') as VariantInfo;

/** A variant that is this program and listens to nothing. */
const variant = (program: string, ...args: string[]): VariantInfo => ({
  ...http,
  manifest: { ...http.manifest, run: { argv: ['node', '--eval', program, ...args] } },
});

test('FR6: WORKERS stands in the words of a server as in its environment, and a knob in its environment', async () => {
  const program = `
    const [word] = process.argv.slice(1);
    const { KNOB, WORKERS } = process.env;
    if (word !== 'cores=' + WORKERS) throw new Error(word);
    console.log(JSON.stringify({ ready: { port: Number(KNOB), workers: Number(WORKERS) } }));
    setInterval(() => {}, 1000);`;
  const server = await startServer(lab, variant(program, 'cores={WORKERS}'), cores, signal, {
    knobs: { KNOB: 4711 },
  });
  assert.deepEqual([server.port, server.workers], [4711, cores.length]);
  await server.stop();
});

test('a server that ends before it listens fails with its own last words', async () => {
  const started = startServer(lab, variant('throw new Error("no port left")'), cores, signal);
  const { code, text, log } = asProblem(await started.catch((error: unknown) => error));
  assert.deepEqual([code, text], ['server-failed', 'node/http ended with code 1 before it listened.']);
  assert.match(log ?? '', /no port left/);
});
