import { execFileSync } from 'node:child_process';
import { existsSync, globSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot, readConfig } from '../sandbox-server/config.ts';

/** `npm run clean`: what is on disk and how large. `-- --remove` removes what can be built again; data is kept. */
const { data } = readConfig([], process.env);
const OF_THE_SERVER =
  'sandbox-server/{load,variants/*,variants/*/*,subjects/*,subjects/*/*,samples/*}/{target,node_modules}';
const BUILT = ['out', '.next', ...globSync(OF_THE_SERVER, { cwd: projectRoot }).sort(), 'node_modules'];
const remove = process.argv.includes('--remove');
const sizeOf = (path: string) => execFileSync('du', ['-sh', path], { encoding: 'utf8' }).split('\t')[0];

for (const name of BUILT) {
  const path = join(projectRoot, name);
  if (!existsSync(path)) continue;
  process.stdout.write(`${sizeOf(path)?.padStart(6)}  ${name}${remove ? '  removed' : ''}\n`);
  if (remove) rmSync(path, { recursive: true });
}
if (existsSync(data)) process.stdout.write(`${sizeOf(data)?.padStart(6)}  ${data}  your runs and labs, kept\n`);
if (!remove)
  process.stdout.write('`npm run clean -- --remove` removes all but your data; `npm start` builds it again.\n');
