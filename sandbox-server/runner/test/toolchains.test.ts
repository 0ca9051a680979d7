import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { buildEnvironment, findJdk, missing, versionIn, versionOf } from '../toolchains.ts';

const scratch = mkdtempSync(join(tmpdir(), 'loadstone-toolchains-test-'));
after(() => rmSync(scratch, { recursive: true }));

/** A folder that looks like an installed Java, as far as it is looked at. */
function installed(name: string, version: string, programs: readonly string[]): string {
  const home = join(scratch, name);
  mkdirSync(join(home, 'bin'), { recursive: true });
  writeFileSync(join(home, 'release'), `IMPLEMENTOR="Somebody"\nJAVA_VERSION="${version}"\n`);
  for (const program of programs) writeFileSync(join(home, 'bin', program), '');
  return home;
}

const old = installed('old', '9.0.4', ['java', 'javac']);
const lts = installed('lts', '17.0.15', ['java', 'javac']);
const newest = installed('newest', '25.0.3', ['java', 'javac']);
const runtime = installed('runtime', '26', ['java']);
const homes = [old, newest, runtime, lts, join(scratch, 'nowhere')];

test('of several JDKs the newest is taken, by number and not by letter; a runtime without a compiler is none', () => {
  assert.deepEqual(findJdk('17', homes), { home: newest, version: '25.0.3' });
  assert.equal(findJdk('9', [lts, old])?.home, lts);
});

test('a JDK satisfies its own version and older ones, and no newer one', () => {
  for (const least of ['17', '17.0.15', '9']) assert.equal(findJdk(least, [lts])?.home, lts, least);
  for (const least of ['17.0.16', '17.1', '21']) assert.equal(findJdk(least, [lts]), undefined, least);
});

test('what is too old is named with its version, the one needed, and a command', () => {
  assert.equal(missing({ toolchain: 'node', least: process.versions.node }), undefined);
  assert.deepEqual(missing({ toolchain: 'node', least: '999' }), {
    text: `Node is version ${process.versions.node}; 999 or newer is needed.`,
    command: 'npm start',
  });
});

test('[F10] a toolchain that is not there, or too old, is missing with one sentence and a command', () => {
  for (const toolchain of ['cargo', 'java', 'go'] as const) {
    const { text, command } = missing({ toolchain, least: '999' }) ?? assert.fail(toolchain);
    assert.match(text, /^[^.]+( is not installed\b.*| is version \d[.\d]*; 999 or newer is needed)\.$/);
    assert.match(command, /^(curl|sudo apt-get) /);
  }
});

test('Maven builds with the JDK that was found, other toolchains with what they have', () => {
  assert.equal(buildEnvironment({ toolchain: 'java', least: '0' })['JAVA_HOME'], findJdk('0')?.home);
  assert.deepEqual(buildEnvironment({ toolchain: 'cargo', least: '0' }), {});
});

test('a version is a number and nothing else', () => assert.match(versionOf('npm') ?? '', /^\d+\.\d+\.\d+$/));

for (const [said, version] of [
  ['cargo 1.95.0 (f2d3ce0bd 2026-03-21)', '1.95.0'],
  ['rustc 1.95.0 (59807616e 2026-04-14)', '1.95.0'],
  ['go version go1.26.8 linux/amd64', '1.26.8'],
  ['\u001b[1mApache Maven 3.8.7\u001b[m\nMaven home: /usr/share/maven', '3.8.7'],
  ['[0.001s][warning] a number of the JVM\nApache Maven 3.9.9', '3.9.9'],
  ['11.2.0', '11.2.0'],
  ['something else 1.2.3', undefined],
] as const)
  test(`"${said.slice(0, 24).replace('\u001b', '')}…" is of version ${version}`, () =>
    assert.equal(versionIn(said), version));
