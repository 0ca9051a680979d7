import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { BuildState } from '../../../protocol/host.ts';
import type { VariantManifest } from '../../../protocol/variant.ts';
import { whileNobodyElseBuilds } from '../build-lock.ts';
import { Builds } from '../builds.ts';
import { inOrderOfUse, readVariants } from '../variants.ts';
import { VariantsFolder } from './fixtures/variants-folder.ts';

/** Builds with real commands; every variant counts as one that keeps the contract. */
const gate = { hasPassed: () => true, pass: () => {}, check: async () => ({ complaints: [] }) };

class Trial {
  readonly folder = new VariantsFolder();
  readonly said: BuildState[] = [];
  readonly #waiting: (() => void)[] = [];
  builds = this.open();

  /** As the runner does when it starts: it reads what lies there. */
  open(): Builds {
    const { load, variants } = this.folder;
    const report = (state: BuildState) => {
      this.said.push(state);
      for (const wake of this.#waiting.splice(0)) wake();
    };
    const { all } = readVariants(variants);
    this.builds = new Builds({
      loadFolder: load,
      variantsFolder: variants,
      variants: inOrderOfUse(all.values(), []),
      gate,
      report,
    });
    this.builds.announce();
    return this.builds;
  }

  now(target: string): BuildState | undefined {
    return this.said.findLast((state) => state.target === target);
  }

  async until(target: string, state: BuildState['state']): Promise<void> {
    while (this.now(target)?.state !== state) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}

async function trial(check: (trial: Trial) => Promise<void>): Promise<void> {
  const one = new Trial();
  try {
    await check(one);
  } finally {
    one.folder.remove();
  }
}

/** A command that leaves a mark each time it runs, and an artefact. */
const COMPILER = `
  const { appendFileSync, writeFileSync } = require('node:fs');
  appendFileSync('runs', process.argv.slice(2).join(' ') + '\\n');
  for (const name of process.argv.slice(2)) writeFileSync(name + '.built', String(process.pid));
`;
const builtBy = (...args: string[]): NonNullable<VariantManifest['build']> => ({
  argv: ['node', 'compile.cjs', ...args],
  directory: '..',
  artifact: `../${args[0]}.built`,
  inputs: [],
});

test('nothing is built twice: neither what two variants share, nor what was built before', () =>
  trial(async (it) => {
    it.folder.write('variants/node/compile.cjs', COMPILER);
    for (const id of ['node/one', 'node/two'])
      it.folder.variant(id, '', { build: { ...builtBy('all'), inputs: ['../compile.cjs'] } });
    await it.open().run();
    assert.deepEqual([it.now('node/one')?.state, it.now('node/two')?.state], ['ready', 'ready']);
    await it.open().run();
    assert.equal(it.folder.read('variants/node/runs'), 'all\n');
  }));

test('two servers of one folder build one after the other, and the second finds what the first has built', () =>
  trial(async (it) => {
    it.folder.write(
      'variants/node/compile.cjs',
      `const { closeSync, openSync, rmSync } = require('node:fs');
      closeSync(openSync('busy', 'wx'));
      ${COMPILER}
      setTimeout(() => rmSync('busy'), 200);`,
    );
    for (const name of ['one', 'two']) it.folder.variant(`node/${name}`, '', { build: builtBy(name) });
    await Promise.all([it.open().run(), it.open().run()]);
    assert.ok(
      it.said.some(({ state, text }) => state === 'waiting' && /another sandbox server builds/.test(text ?? '')),
    );
    assert.deepEqual(
      it.said.filter(({ state }) => state === 'failed'),
      [],
    );
    assert.equal(it.folder.read('variants/node/runs'), 'one\ntwo\n');
  }));

test('a server that is killed while it builds holds up no other', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'loadstone-lock-'));
  const lock = JSON.stringify(import.meta.resolve('../build-lock.ts'));
  const holder = spawn(process.execPath, [
    '--input-type=module',
    '--eval',
    `const { whileNobodyElseBuilds } = await import(${lock});
    const forever = () => { console.log('held'); return new Promise(() => {}); };
    await whileNobodyElseBuilds(${JSON.stringify(directory)}, () => {}, forever);`,
  ]);
  await once(holder.stdout, 'data');
  const said: string[] = [];
  await whileNobodyElseBuilds(
    directory,
    () => {
      said.push('waits');
      holder.kill('SIGKILL');
    },
    async () => void said.push('builds'),
  );
  assert.deepEqual(said, ['waits', 'builds']);
  rmSync(directory, { recursive: true });
});

test('after an edit of one variant only that one is built again', () =>
  trial(async (it) => {
    it.folder.write('variants/node/compile.cjs', COMPILER);
    for (const name of ['one', 'two']) it.folder.variant(`node/${name}`, '', { build: builtBy(name) });
    await it.open().run();
    it.folder.write('variants/node/two/server.js', '// one line');
    await it.open().run();
    assert.equal(it.folder.read('variants/node/runs'), 'one\ntwo\ntwo\n');
  }));

test('npm reads no source: packages are installed anew when their list changes, not when a server does', () =>
  trial(async (it) => {
    const list = (version: string) => {
      const own = { name: 'x', version, dependencies: { y: 'file:y' } };
      const packages = { '': own, 'node_modules/y': { resolved: 'y', link: true }, y: { version: '1.0.0' } };
      it.folder.write('variants/node/package.json', JSON.stringify(own));
      it.folder.write('variants/node/package-lock.json', JSON.stringify({ ...own, lockfileVersion: 3, packages }));
    };
    it.folder.write('variants/node/y/package.json', JSON.stringify({ name: 'y', version: '1.0.0' }));
    list('1.0.0');
    it.folder.variant('node/one', '', {
      build: {
        argv: ['npm', 'ci', '--offline'],
        directory: '..',
        artifact: '../node_modules/.package-lock.json',
        inputs: ['../package.json', '../package-lock.json'],
      },
    });
    const states = async () => {
      it.said.splice(0);
      await it.open().run();
      return it.said.filter(({ target }) => target === 'node/one').map(({ state }) => state);
    };
    assert.ok((await states()).includes('building'));
    it.folder.write('variants/node/one/server.js', '// one line');
    assert.deepEqual(await states(), ['waiting', 'ready']);
    list('1.0.1');
    assert.ok((await states()).includes('building'));
  }));

test('an artefact that somebody else put there is built anew: nobody knows from what it was made', () =>
  trial(async (it) => {
    it.folder.write('variants/node/compile.cjs', COMPILER);
    it.folder.variant('node/one', '', { build: builtBy('one') });
    await it.open().run();
    await pause(10);
    it.folder.write('variants/node/one.built', 'by hand');
    await it.open().run();
    assert.equal(it.folder.read('variants/node/runs'), 'one\none\n');
  }));

test('a build that fails is shown with the words of its compiler, and the others go on', () =>
  trial(async (it) => {
    it.folder.write(
      'variants/node/compile.cjs',
      `${COMPILER} if (process.argv[2] === 'one') { console.error('error: no such thing'); process.exit(1); }`,
    );
    for (const name of ['one', 'two']) it.folder.variant(`node/${name}`, '', { build: builtBy(name) });
    await it.open().run();
    const { state, log } = it.now('node/one') as BuildState;
    assert.deepEqual([state, log], ['failed', 'error: no such thing']);
    assert.equal(it.now('node/two')?.state, 'ready');
    assert.deepEqual([...it.builds.ready().keys()], ['node/two']);
  }));

test('a toolchain that is missing or too old disables its variants alone, with the command that installs it', () =>
  trial(async (it) => {
    it.folder.variant('node/next', '', { needs: { toolchain: 'node', least: '999' } });
    it.folder.variant('node/plain', '');
    await it.open().run();
    const { state, text, command } = it.now('node/next') as BuildState;
    assert.equal(state, 'unavailable');
    assert.match(text ?? '', /999 or newer is needed/);
    assert.ok(command);
    assert.equal(it.now('node/plain')?.state, 'ready');
  }));

test('what changes while it is built is not taken for what was asked', () =>
  trial(async (it) => {
    it.folder.write('variants/node/compile.cjs', `${COMPILER} writeFileSync('one/server.js', '// edited meanwhile');`);
    it.folder.variant('node/one', '', { build: builtBy('one') });
    await it.open().run();
    const { state, text } = it.now('node/one') as BuildState;
    assert.equal(state, 'failed');
    assert.match(text ?? '', /changed/);
  }));

test(
  'a compiler stands still while a run measures, and goes on afterwards',
  { skip: process.platform !== 'linux' },
  () =>
    trial(async (it) => {
      it.folder.write('variants/node/compile.cjs', `${COMPILER} setTimeout(() => {}, 200);`);
      it.folder.variant('node/one', '', { build: builtBy('one') });
      it.open();
      const run = it.builds.run();
      await it.until('node/one', 'building');
      while (it.now('node/one')?.state === 'building' && !hasRun(it)) await pause(5);
      await it.builds.pause();
      assert.equal(it.now('node/one')?.state, 'paused');
      const pid = it.folder.read('variants/node/one.built');
      while (!/^State:\s*T/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))) await pause(5);
      it.builds.resume();
      assert.equal(it.now('node/one')?.state, 'building');
      await run;
      assert.equal(it.now('node/one')?.state, 'ready');
    }),
);

function hasRun(it: Trial): boolean {
  try {
    return it.folder.read('variants/node/one.built') !== '';
  } catch {
    return false;
  }
}

test('Node comes first, because it needs no compiler; then what the course measures, in its order', () =>
  trial(async (it) => {
    for (const id of ['go/b', 'java/a', 'node/a', 'node/z', 'rust/a'])
      it.folder.variant(id, '', { language: id.split('/')[0] as VariantManifest['language'] });
    const { all } = readVariants(it.folder.variants);
    assert.deepEqual(
      inOrderOfUse(all.values(), ['rust/a', 'node/z']).map(({ id }) => id),
      ['node/z', 'node/a', 'rust/a', 'go/b', 'java/a'],
    );
  }));
