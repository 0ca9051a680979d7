import { constants } from 'node:os';

export interface ExitStatus {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** Signals that a program does not choose as its exit code by itself; 130 (Ctrl-C) is a shell's ordinary last status. */
const FATAL: NodeJS.Signals[] = [
  'SIGKILL',
  'SIGSEGV',
  'SIGABRT',
  'SIGBUS',
  'SIGFPE',
  'SIGILL',
  'SIGTERM',
  'SIGTRAP',
  'SIGSYS',
  'SIGXCPU',
  'SIGXFSZ',
];

/** bwrap reports a program that a signal ended as 128 + signal, as shells do. */
export function exitStatusOf(code: number | null, signal: NodeJS.Signals | null): ExitStatus {
  const fatal = code === null ? undefined : FATAL.find((name) => constants.signals[name] === code - 128);
  return fatal ? { code: null, signal: fatal } : { code, signal };
}
