import './fixtures/in-reaper.ts';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { LabWatch } from '../lab-watch.ts';
import { limitsHere } from '../limits.ts';
import { OwnerLab } from '../owner-lab.ts';
import { run, testLab } from './fixtures/test-lab.ts';

/** What happens at the limits that the kernel does not keep, with real programs in real labs. */
const MEGABYTE = 1e6;
const watching = (lab: Awaited<ReturnType<typeof testLab>>, own: Partial<ReturnType<typeof limitsHere>>) => {
  const said: string[] = [];
  const watch = new LabWatch(
    lab,
    { ...limitsHere(), ...own },
    {
      // Looks each time: the file system of the tests is not told apart from others.
      room: () => ({ bytes: -performance.now() * 1e9, files: 0 }),
      isMeasuring: () => false,
      notice: (text) => said.push(text),
    },
  );
  watch.start();
  return said;
};

test('[B9] a program that takes more and more memory ends its lab with the reason oom, and another lab goes on', async () => {
  const [greedy, other] = [await testLab('greedy'), await testLab('calm')];
  const said = watching(greedy, { memoryBytes: 300 * MEGABYTE });
  void run(greedy, ['node', '-e', 'const all = []; setInterval(() => all.push(Buffer.alloc(50e6, 1)), 200)']);
  assert.equal(await greedy.ended, 'oom');
  assert.match(said[0] as string, /of memory, and it may have 300 MB/);
  assert.equal((await run(other, ['echo', 'here'])).out, 'here\n');
});

test('what a lab holds is the memory of all its programs and of nobody else', async () => {
  const lab = await testLab('held');
  const before = lab.heldBytes() as number;
  const children = [1, 2].map(() =>
    lab.spawn({
      argv: ['node', '-e', 'globalThis.all = Buffer.alloc(100e6, 1); console.log("up"); setInterval(() => {}, 1e6)'],
    }),
  );
  for (const child of await Promise.all(children)) await new Promise((resolve) => child.stdout.once('data', resolve));
  const held = (lab.heldBytes() as number) - before;
  assert.ok(held > 200 * MEGABYTE && held < 400 * MEGABYTE, `${held}`);
});

test('[B10] a program that writes beyond the quota is ended within seconds; the shell lives, and so does another lab', async () => {
  const [full, other] = [await testLab('full'), await testLab('beside')];
  const said = watching(full, { diskBytes: 50 * MEGABYTE });
  const shell = full.spawnTerminal({ cols: 80, rows: 24 });
  let seen = '';
  shell.onData((bytes) => {
    seen += Buffer.from(bytes).toString();
  });
  shell.write(Buffer.from('while :; do head -c 20000000 /dev/zero >> ~/large; sleep 0.1; done; true\n'));
  while (said.length === 0) await setTimeout(50);
  assert.match(said[0] as string, /Its programs were ended/);
  assert.match((await run(other, ['sh', '-c', 'head -c 1000000 /dev/zero > ~/small && echo written'])).out, /written/);
  // Again and again: bash goes on with its loop when the program that Ctrl-C meets was just killed.
  while (!seen.includes('still-42')) {
    shell.write(Buffer.from('\u0003'));
    shell.write(Buffer.from('rm ~/large; echo still-$((40 + 2))\n'));
    await setTimeout(500);
  }
  while (!said.at(-1)?.includes('again')) await setTimeout(50);
});

test('[B11] a folder that is closed to everybody is counted too', async () => {
  const lab = await testLab('hidden');
  const script =
    'mkdir ~/shut && cd ~/shut && for i in $(seq 300); do : > f$i; done; head -c 5000000 /dev/zero > large; chmod 000 ~/shut';
  const before = await lab.usedDisk();
  assert.equal((await run(lab, ['sh', '-c', script])).code, 0);
  const after = await lab.usedDisk();
  assert.ok(before && after);
  assert.ok(after.files - before.files >= 301, `${after.files - before.files}`);
  assert.ok(after.bytes - before.bytes >= 5 * MEGABYTE);
  await run(lab, ['chmod', '700', '/home/student/shut']);
});

test('[B12] what can be written outside of home and /tmp is nothing, or small', async () => {
  const lab = await testLab('bounded');
  for (const folder of ['/', '/dev', '/run', '/etc', '/usr', '/opt'])
    assert.notEqual((await run(lab, ['sh', '-c', `: > ${folder}/x`])).code, 0, folder);
  const { err } = await run(lab, ['sh', '-c', 'head -c 100000000 /dev/zero > /dev/shm/x']);
  assert.match(err, /No space left/);
  assert.equal((await run(lab, ['sh', '-c', ': > /tmp/x && : > ~/x'])).code, 0, 'control');
});

test('[F2] a lab that ended is opened anew for whoever asks next, with its files', async () => {
  const owner = new OwnerLab(() => testLab('owner'));
  const first = await owner.open();
  assert.equal(await owner.open(), first);
  await run(first, ['sh', '-c', 'echo kept > ~/note']);
  await first.close('idle');
  const second = await owner.open();
  assert.notEqual(second, first);
  assert.equal((await run(second, ['cat', '/home/student/note'])).out, 'kept\n');
  await owner.close();
});

test('[B7] a fork bomb meets its limit, another lab goes on meanwhile, and closing ends it', async () => {
  const [bomb, other] = [await testLab('bomb'), await testLab('neighbour')];
  const child = await bomb.spawn({ argv: ['bash', '-c', 'b() { b | b & }; b; sleep 600'] });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-1000);
  });
  child.stderr.resume();
  while (!/Resource temporarily unavailable|retry/.test(complaint)) await setTimeout(20);
  assert.equal((await run(other, ['echo', 'here'])).out, 'here\n');
  await bomb.close();
  assert.equal(await bomb.ended, 'closed');
});
