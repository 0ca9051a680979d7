import { readFileSync } from 'node:fs';

/** A small file of the system as text; empty where there is none, or no longer: a process may end while it is read. */
export function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** A line `name: N kB`, as /proc has them, in bytes; not a number where there is none. */
export function bytesAfter(text: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1]) * 1024;
}
