// What the runner decides, read once from the environment. A value that does not parse ends the process.
import { availableParallelism } from 'node:os';

export const host = process.env.HOST ?? '127.0.0.1';
export const port = wholeSetting('PORT', 8080, 0, 65_535);
export const workers = wholeSetting('WORKERS', availableParallelism(), 1, 1024); // [1]

export function announce(boundPort, workers) {
  process.stdout.write(`${JSON.stringify({ ready: { port: boundPort, workers } })}\n`);
}

export function wholeSetting(name, otherwise, least, most) {
  const text = process.env[name] ?? String(otherwise);
  if (/^[0-9]{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most) return Number(text);
  process.stderr.write(`${name} must be a whole number from ${least} to ${most}, not "${text}"\n`);
  process.exit(1);
}

// [1] availableParallelism() counts the cores this process may use; os.cpus() would count all the machine has.
