import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { DEFAULT_PORT, projectRoot } from '../sandbox-server/config.ts';

/** `npm run dev`: `next dev` on port 3000 with its requests for /api, /auth and /ws passed to a headless hub. */
const DEV_ORIGIN = 'http://localhost:3000';
const env = { ...process.env, LOADSTONE_DEV_ORIGIN: DEV_ORIGIN, SANDBOX_ORIGIN: `http://127.0.0.1:${DEFAULT_PORT}` };
const hub = [join(projectRoot, 'sandbox-server/main.ts'), '--headless', '--port', String(DEFAULT_PORT)];
const next = [join(projectRoot, 'node_modules/next/dist/bin/next'), 'dev', '--port', '3000'];
// Groups of their own: next dev starts children that would outlive it.
const children = [hub, next].map((argv) =>
  spawn(process.execPath, argv, { cwd: projectRoot, env, stdio: 'inherit', detached: true }),
);
process.stderr.write(`Open the printed start link, but with ${DEV_ORIGIN} in front.\n`);

let ending = false;
const end = () => {
  if (ending) return;
  ending = true;
  for (const child of children) if (child.pid) process.kill(-child.pid, 'SIGTERM');
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, end);
for (const child of children) child.on('exit', end);
