import { ensureSite } from './build-site.ts';

/** `npm run build`: the static site in out/, compressed for a static host. */
await ensureSite({ fast: false }).catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
