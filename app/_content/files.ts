import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** The project’s folder: build, tests and `next dev` all start in it. */
export const root = process.cwd();

export const fromRoot = (...parts: string[]): string => join(root, ...parts);
export const nameOf = (file: string): string => relative(root, file).replaceAll('\\', '/');
export const folderOf = dirname;

/** A fault of the content: where it is, what is wrong, and what to do. Stops the build. */
export class ContentError extends Error {
  constructor(file: string, what: string, remedy: string) {
    super(`${nameOf(file)}: ${what}. ${remedy}.`);
    this.name = 'ContentError';
  }
}

/** Text of a file that has to be there. */
export function readText(file: string, remedy: string): string {
  const text = readIfThere(file);
  if (text === undefined) throw new ContentError(file, 'there is no such file', remedy);
  return text;
}

/** Text of a file, or nothing when it does not exist. Other faults of the disk are thrown. */
export function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
