import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, constants, openSync, unlinkSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import type { SpawnOptions } from './lab.ts';

/** Where a program's probe speaks, and its two ends. */
export interface ProbePipe {
  readonly reader: Readable;
  /** To be inherited, then closed here: so that the reader ends with the last program that can write. */
  readonly writer: number;
}

/**
 * A pipe that a JVM can open once more by its name below /dev/fd: what Node makes for its children are sockets, which
 * it cannot. It does not block its writers: a server must never wait for those who watch it.
 * @param directory where only we can make files; nothing stays in it
 */
export function openProbePipe(directory: string): ProbePipe {
  const path = join(directory, `probe-${randomBytes(8).toString('hex')}`);
  // The lab's programs may belong to another user, and open it by the mode it had.
  execFileSync('mkfifo', ['-m', '666', path]);
  try {
    // The reader first: without it the writer's end could not be opened.
    const reader = new Socket({
      fd: openSync(path, constants.O_RDONLY | constants.O_NONBLOCK),
      readable: true,
      writable: false,
    });
    return { reader, writer: openSync(path, constants.O_WRONLY | constants.O_NONBLOCK) };
  } finally {
    unlinkSync(path);
  }
}

export function closeWriter(pipe: ProbePipe | undefined): void {
  if (pipe) closeSync(pipe.writer);
}

/**
 * The environment of a program, with the probe of every language switched on when one is asked for: Node loads ours,
 * the JVM logs its pauses, other programs look for the two names themselves.
 */
export function withProbe(
  environment: Record<string, string>,
  probe: SpawnOptions['probe'],
  fd: number,
  variants: string,
): Record<string, string> {
  if (!probe) return environment;
  const add = (name: string, value: string) => (environment[name] ? `${environment[name]} ${value}` : value);
  return {
    ...environment,
    PROBE_FD: String(fd),
    PROBE_EPOCH_US: String(probe.epochUs),
    NODE_OPTIONS: add('NODE_OPTIONS', `--import=${pathToFileURL(`${variants}/node/probe.js`).href}`),
    JDK_JAVA_OPTIONS: add('JDK_JAVA_OPTIONS', `-Xlog:async -Xlog:gc,safepoint:file=/dev/fd/${fd}:timenanos,tags`),
  };
}
