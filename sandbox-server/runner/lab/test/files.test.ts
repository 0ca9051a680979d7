import './fixtures/in-reaper.ts';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { bringFiles, saveFiles } from '../files.ts';
import { run, scratch, testLab } from './fixtures/test-lab.ts';

/** Files of a lab as one archive, out and in, with archives that lie and a home that lies. */
const lab = await testLab('files');
const said = async (script: string): Promise<string> => (await run(lab, ['sh', '-c', script])).out;
const tar = (...args: string[]) => execFileSync('tar', ['-czf', '-', ...args], { maxBuffer: 1e9 });
const folder = () => mkdtempSync(join(scratch, 'archive-'));

test('what was saved is brought into a folder of its own, and into another one the second time', async () => {
  await said('mkdir -p ~/mine/deep && echo one > ~/mine/a && echo two > "$HOME/mine/deep/b c" && chmod +x ~/mine/a');
  const archive = await saveFiles(lab);
  assert.equal(await bringFiles(lab, archive), 'brought');
  assert.equal(
    await said('cat ~/brought/mine/a "$HOME/brought/mine/deep/b c"; test -x ~/brought/mine/a && echo runs'),
    'one\ntwo\nruns\n',
  );
  assert.equal(await bringFiles(lab, tar('-C', fileNamed('x'), 'x')), 'brought-2');
  assert.equal(await said('ls ~/brought-2'), 'x\n');
  await run(lab, ['sh', '-c', 'rm -rf ~/brought*']);
});

test('[I4] a link in the home is not followed: what it points to is not in the archive', async () => {
  await said('ln -s /etc/passwd ~/passwd; ln -s /etc ~/etc; echo kept > ~/plain');
  const unpacked = gunzipSync(await saveFiles(lab)).toString('latin1');
  assert.ok(unpacked.includes('./plain'));
  assert.ok(!unpacked.includes('./passwd') && !unpacked.includes('./etc') && !unpacked.includes('root:x:0'));
  await said('rm ~/passwd ~/etc ~/plain');
});

test('what can be built or fetched again stays behind', async () => {
  await said('mkdir -p ~/p/target ~/p/node_modules ~/p/src; touch ~/p/target/big ~/p/node_modules/module ~/p/src/own');
  const unpacked = gunzipSync(await saveFiles(lab)).toString('latin1');
  assert.ok(unpacked.includes('./p/src/own'));
  assert.ok(!unpacked.includes('p/target/big') && !unpacked.includes('p/node_modules/module'));
});

test('files that are written and deleted meanwhile spoil nothing, and the database of a server stays behind', async () => {
  await said('mkdir -p ~/.postgres-1 && touch ~/.postgres-1/base; echo kept > ~/kept');
  const script =
    'cd ~; while :; do head -c 300000 /dev/urandom > busy; for i in 1 2 3 4; do : > gone-$i; rm gone-$i; done; done';
  const busy = await lab.spawn({ argv: ['sh', '-c', script] });
  for (let i = 0; i < 8; i++) {
    const unpacked = gunzipSync(await saveFiles(lab)).toString('latin1');
    assert.ok(unpacked.includes('./kept') && !unpacked.includes('.postgres-1'));
  }
  await busy.stop(0);
  await said('rm -rf ~/.postgres-1 ~/busy ~/kept ~/gone-*');
});

test('files that are too much to pack are refused with what to do', async () => {
  await said('head -c 12000000 /dev/urandom > ~/large');
  await assert.rejects(saveFiles(lab), { message: /more than 10 MiB.*Delete/ });
  await said('rm ~/large');
});

/** A folder with one file in it. */
function fileNamed(name: string): string {
  const at = folder();
  writeFileSync(join(at, name), 'x');
  return at;
}

const hostile: Record<string, () => Uint8Array> = {
  'a name that leads out of its folder': () => tar('-P', '--transform', 's,^,../,', '-C', fileNamed('x'), 'x'),
  'a name that leads out in its middle': () => tar('-P', '--transform', 's,^,a/../../,', '-C', fileNamed('x'), 'x'),
  'a name from the root': () => tar('-P', join(fileNamed('x'), 'x')),
  'a symbolic link': () => {
    const at = folder();
    symlinkSync('/etc/passwd', join(at, 'link'));
    return tar('-C', at, 'link');
  },
  'a hard link': () => {
    const at = fileNamed('x');
    linkSync(join(at, 'x'), join(at, 'y'));
    return tar('-C', at, 'x', 'y');
  },
  'a device': () => tar('-C', '/dev', 'null'),
  'a pipe': () => {
    const at = folder();
    execFileSync('mkfifo', [join(at, 'pipe')]);
    return tar('-C', at, 'pipe');
  },
  'more than fits when unpacked': () => gzipSync(Buffer.alloc(250 * 1024 ** 2)),
  'too many entries': () => {
    const at = folder();
    for (let i = 0; i < 5001; i++) mkdirSync(join(at, `d${i}`));
    return tar('-C', at, '.');
  },
  'half of an archive': () => {
    const whole = tar('-C', fileNamed('x'), 'x');
    return whole.subarray(0, whole.length / 2);
  },
  'something else': () => randomBytes(1000),
  'a packed file that is no archive': () => gzipSync('hello'),
};

for (const [what, archive] of Object.entries(hostile))
  test(`[I5] an archive with ${what} is refused, and nothing of it is made`, async () => {
    await assert.rejects(bringFiles(lab, archive()), { message: /^The archive was not unpacked\. \S/ });
    assert.equal(await said('ls -d ~/brought* ~/x ~/../x 2> /dev/null; ls /tmp'), '');
  });
