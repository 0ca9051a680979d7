import { ProblemError } from '../../protocol/errors.ts';
import type { LabProcess } from './lab/lab.ts';

/**
 * Watches a program that is measured, or that a measured one asks. `signal` is aborted with a ProblemError
 * `server-failed` when it ends before `expect` was called; `log` gives its last lines.
 */
export function watchEnd(name: string, { exited }: Pick<LabProcess, 'exited'>, log: () => string) {
  const ended = new AbortController();
  let isExpected = false;
  void exited.then(({ code, signal: by }) => {
    const text = `${name} ended with ${by ?? `code ${code}`} while it was measured.`;
    if (!isExpected) ended.abort(new ProblemError('server-failed', text, log()));
  });
  const expect = () => {
    isExpected = true;
  };
  return { signal: ended.signal, expect };
}
