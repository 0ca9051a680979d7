import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../sandbox-server/config.ts';
import { recordTrace, tracedPrograms } from '../sandbox-server/traces/record.ts';

/** `npm run record-traces`: runs every traced program and writes content/traces, a file each. Takes some seconds. */
const folder = join(projectRoot, 'content', 'traces');
mkdirSync(folder, { recursive: true });
for (const program of tracedPrograms()) {
  const { trace, printed } = await recordTrace(program);
  writeFileSync(join(folder, `${program.id}.json`), `${JSON.stringify(trace)}\n`);
  process.stderr.write(`${program.id}: ${printed.join(', ')}\n`);
}
