import { createHash } from 'node:crypto';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const WORKER = 'offline.js';
const MARK = '__BUILD__';

/** Writes the hash of all files into the service worker, so that each build is a worker of its own. @returns the hash */
export function stampOffline(folder: string): string {
  const hash = createHash('sha256');
  for (const entry of globSync('**/*', { cwd: folder, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name))
    .sort())
    hash.update(readFileSync(entry));
  const build = hash.digest('hex').slice(0, 16);
  const file = join(folder, WORKER);
  const source = readFileSync(file, 'utf8');
  if (!source.includes(MARK)) throw new Error(`${WORKER} has no place for the build's hash (${MARK}).`);
  writeFileSync(file, source.replace(MARK, build));
  return build;
}
