import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../sandbox-server/config.ts';
import { recordTrace, tracedPrograms } from '../sandbox-server/traces/record.ts';

/** `npm run record-traces [-- <id>…]`: runs every traced program, or those, and writes content/traces, a file each. */
const folder = join(projectRoot, 'content', 'traces');
mkdirSync(folder, { recursive: true });
const asked = process.argv.slice(2);
for (const program of tracedPrograms().filter(({ id }) => asked.length === 0 || asked.includes(id))) {
  const { trace, printed } = await recordTrace(program);
  writeFileSync(join(folder, `${program.id}.json`), `${JSON.stringify(trace)}\n`);
  process.stderr.write(`${program.id}: ${printed.join(', ')}\n`);
}
