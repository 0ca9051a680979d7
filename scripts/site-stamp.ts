import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../sandbox-server/config.ts';

/** Everything a page is made from. */
const INPUTS = [
  'app/**/*',
  'components/**/*',
  'content/**/*',
  'protocol/*.ts',
  'stats/*.ts',
  'public/**/*',
  'scripts/site/**/*',
  'sandbox-server/variants/*/*.*',
  'sandbox-server/variants/*/*/*.*',
  'sandbox-server/variants/*/*/src/*.rs',
  'next.config.mjs',
  'tsconfig*.json',
  'package-lock.json',
];
const STAMP = join(projectRoot, 'out', '.inputs-hash');

/** Hash of all inputs of the site as they are now, and of the address it is built for. */
export function siteInputs(): string {
  const hash = createHash('sha256').update(process.env['LOADSTONE_ADDRESS'] ?? '');
  const files = globSync(INPUTS, { cwd: projectRoot, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const path of files.map((entry) => join(entry.parentPath, entry.name)).sort())
    hash.update(path).update(readFileSync(path));
  return hash.digest('hex');
}

export function isSiteBuilt(): boolean {
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === siteInputs();
}

export function markSiteBuilt(): void {
  writeFileSync(STAMP, siteInputs());
}
