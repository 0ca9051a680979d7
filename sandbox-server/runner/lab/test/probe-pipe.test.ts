import './fixtures/in-reaper.ts';
import assert from 'node:assert/strict';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import type { LabLevel } from '../lab.ts';
import { testLab } from './fixtures/test-lab.ts';

const probe = { epochUs: Math.floor(Number(process.hrtime.bigint()) / 1000) };
const says = 'echo "fd $PROBE_FD epoch $PROBE_EPOCH_US" >&$PROBE_FD';

for (const level of ['pod', 'process'] satisfies LabLevel[]) {
  const lab = await testLab(`probe-${level}`, { level });

  test(`ME1: at level ${level} a probe speaks over a pipe of its own, which ends with the program`, async () => {
    const child = await lab.spawn({ argv: ['bash', '-c', `${says}; echo served`], probe });
    assert.ok(child.probe);
    const [said, out] = await Promise.all([text(child.probe), text(child.stdout)]);
    assert.match(said, new RegExp(`^fd \\d+ epoch ${probe.epochUs}\n$`));
    assert.equal(out, 'served\n');
  });

  test(`ME1: at level ${level} the pipe can be opened by name and does not make its writer wait`, async () => {
    const script = 'echo named >/dev/fd/$PROBE_FD; exec head -c 1000000 /dev/zero >&$PROBE_FD';
    const child = await lab.spawn({ argv: ['bash', '-c', script], probe });
    const errors = text(child.stderr);
    // Nobody has read yet: the program ends nevertheless.
    assert.equal((await child.exited).code, 1);
    assert.match(await errors, /temporarily unavailable/);
    assert.ok(child.probe);
    assert.match(await text(child.probe), /^named\n\0+$/);
  });

  test(`ME3: at level ${level} nothing of a probe is there when none is asked for`, async () => {
    const child = await lab.spawn({ argv: ['bash', '-c', 'echo "<$PROBE_FD$JDK_JAVA_OPTIONS>" $NODE_OPTIONS'] });
    assert.equal(child.probe, undefined);
    assert.match(await text(child.stdout), /^<> --max-old-space-size=\d+\n$/);
  });

  test(`ME1: at level ${level} a Node program and its cluster's workers tell of themselves without knowing it`, async () => {
    const child = await lab.spawn({
      argv: ['node', 'server.js'],
      cwd: `${lab.paths.variants}/node/cluster`,
      env: { HOST: '127.0.0.1', PORT: '0', WORKERS: '2' },
      probe,
    });
    const pids = new Set<number>();
    for await (const line of createInterface({ input: child.probe as NodeJS.ReadableStream })) {
      pids.add(JSON.parse(line).pid);
      if (pids.size === 3) break;
    }
    await child.stop();
    child.probe?.destroy();
    assert.equal(pids.size, 3, 'the primary and two workers');
  });
}
