import { readConfig, UsageError } from './config.ts';
import { startHub } from './hub/main.ts';

/** `npm start`, once everything it needs is there: starts the hub and prints one URL. */
const log = (line: string) => process.stderr.write(`${line}\n`);

try {
  const config = readConfig(process.argv.slice(2), process.env);
  const hub = await startHub(config, log);
  if (config.json)
    process.stdout.write(
      `${JSON.stringify({ ready: { url: hub.startUrl(), origin: hub.origin, port: hub.port, pid: process.pid } })}\n`,
    );
  else {
    if (process.getuid?.() === 0)
      log('Running as root: labs use an unprivileged user. An ordinary user is the better choice.');
    log(
      `\n  Loadstone is ready.  Open  ${hub.startUrl()}\n  The link works once. Press Enter for a new one, Ctrl-C to end.\n`,
    );
    process.stdin.on('data', () => log(`  ${hub.startUrl()}`));
    process.stdin.unref?.();
  }
  let ending = false;
  // `disconnect`: the command line that started this hub is gone, and nobody else would end what it measures.
  for (const event of ['SIGINT', 'SIGTERM', 'disconnect'] as const) {
    process.on(event as NodeJS.Signals, () => {
      if (ending) return;
      ending = true;
      void hub.end().then(() => process.exit(0));
    });
  }
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  log(error.message);
  process.exit(2);
}
