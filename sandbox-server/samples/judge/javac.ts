import { join } from 'node:path';
import type { Diagnostic } from '../../../protocol/sample-code.ts';
import { findJdk } from '../../runner/toolchains.ts';
import { finished } from './finished.ts';

/** `MemberController.java:19:44: compiler.err.var.might.not.have.been.initialized: member` */
const RAW = /^[^:]+\.java:(?<line>\d+):(?<column>\d+): (?<code>compiler\.err\.[a-z.]+)/gm;
const WORDS = /^(?<file>[^:]+\.java):\d+: error: /;

/**
 * What javac says against a sample; undefined when the sample compiles. It is asked twice: once for its keys, which
 * are the same in every language of the world, and once for its words.
 */
export async function javacRefusal(folder: string, [, ...args]: readonly string[]): Promise<Diagnostic[] | undefined> {
  const javac = join(findJdk('0')?.home ?? '', 'bin/javac');
  const inEnglish = ['-J-Duser.language=en', ...args];
  const raw = await finished(javac, ['-XDrawDiagnostics', ...inEnglish], { cwd: folder });
  if (raw.status === 0) return undefined;
  const keys = [...raw.stderr.matchAll(RAW)].map(({ groups }) => groups ?? {});
  const { stderr } = await finished(javac, inEnglish, { cwd: folder });
  const words = stderr.split(/^(?=\S+\.java:\d+: )/m).filter((text) => WORDS.test(text));
  if (keys.length === 0 || keys.length !== words.length) throw new Error(`javac failed without a verdict: ${stderr}`);
  return keys.map(({ code, line, column }, index) => {
    const text = (words[index] ?? '').replace(/\n\d+ errors?\s*$/, '').trimEnd();
    return {
      code: String(code),
      file: WORDS.exec(text)?.groups?.['file'] ?? '',
      line: Number(line),
      column: Number(column),
      text,
    };
  });
}
