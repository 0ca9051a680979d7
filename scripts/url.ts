import { parseArgs } from 'node:util';
import { readConfig } from '../sandbox-server/config.ts';
import { askHub } from '../sandbox-server/hub/control.ts';

/** `npm run url`: a new start link of the hub that runs with this data. */
try {
  parseArgs({ options: {} });
} catch {
  process.stderr.write('npm run url takes no options: it prints a new start link.\n');
  process.exit(2);
}
const { data } = readConfig([], process.env);
const hub = await askHub(data);
if (!hub) {
  process.stderr.write('No Loadstone is running with this data. Start it with `npm start`.\n');
  process.exit(1);
}
process.stdout.write(`${hub.origin}/start#t=${hub.token}\n`);
