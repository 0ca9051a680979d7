import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { projectRoot } from '../sandbox-server/config.ts';
import { LEAST_MEMORY_SHARE } from '../sandbox-server/hub/floors.ts';
import { runnerCommand } from '../sandbox-server/runner/lab/reaper.ts';
import { type Bar, median } from './bar.ts';

/** A workshop. */
const LEARNERS = 40;
const FEW = 4;

const labSchema = z.object({ labs: z.number(), openMs: z.number(), usedBytes: z.number() });
const echoSchema = z.object({ echoesMs: z.array(z.number()) });

/** How many people a host carries who have a shell and a server that waits: their labs, one after another. */
export const learners: Bar = {
  id: 'C4',
  title: `what a lab with a shell and a waiting server takes, ${LEARNERS} of them on this host`,
  ownPrograms: true,
  async measure({ short }) {
    const folder = mkdtempSync(join(tmpdir(), 'loadstone-learners-'));
    try {
      const count = short ? FEW : LEARNERS;
      const { argv } = runnerCommand(
        process.execPath,
        join(projectRoot, 'bench/fixtures/many-labs.ts'),
        [String(count), folder, join(projectRoot, 'sandbox-server/variants')],
        'pod',
      );
      const [file, ...args] = argv as [string, ...string[]];
      const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'inherit'] });
      const lines = (await text(child.stdout))
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      const labs = lines.flatMap((line) => labSchema.safeParse(line).data ?? []);
      const echoes = lines.flatMap((line) => echoSchema.safeParse(line).data?.echoesMs ?? []);
      const bytesEach = (labs.at(-1)?.usedBytes ?? Number.NaN) / labs.length;
      return {
        figures: {
          labs: labs.length,
          megabytesEach: bytesEach / 1e6,
          openMedianMs: median(labs.map(({ openMs }) => openMs)),
          openLastMs: labs.at(-1)?.openMs ?? Number.NaN,
          echoP50Ms: median(echoes),
          memoryCarries: Math.floor((totalmem() * (1 - LEAST_MEMORY_SHARE)) / bytesEach),
        },
        exact: { 'every lab opened and answered': labs.length === count && echoes.length > 0 },
      };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
