import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../sandbox-server/config.ts';
import { isSiteBuilt, markSiteBuilt } from './site-stamp.ts';

/**
 * Builds the site when one of its inputs changed since the last time. Progress goes to stderr.
 * @throws with one sentence when the build fails
 */
export async function ensureSite({ fast }: { fast: boolean }): Promise<void> {
  if (isSiteBuilt()) return;
  const code = await new Promise<number | null>((resolve, reject) => {
    const args = [join(projectRoot, 'scripts/site/build.ts'), ...(fast ? ['--fast'] : [])];
    const child = spawn(process.execPath, args, { cwd: projectRoot, stdio: ['ignore', 2, 2] });
    child.once('error', reject);
    child.once('exit', resolve);
  });
  if (code !== 0) throw new Error('The site could not be built; the lines above say why.');
  markSiteBuilt();
}
