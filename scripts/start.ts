import { readConfig, UsageError } from '../sandbox-server/config.ts';
import { demandAlone } from '../sandbox-server/hub/control.ts';
import { ensureSite } from './build-site.ts';

/** `npm start`: the site if it is not built yet, then the hub. What would be refused is refused before anything is built. */
try {
  await demandAlone(readConfig(process.argv.slice(2), process.env).data);
  await ensureSite({ fast: true });
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(error instanceof UsageError ? 2 : 1);
}
await import('../sandbox-server/main.ts');
