import { ContentError } from './files.ts';

export interface Region {
  /** The lines between the marks, without their common indent. */
  code: string;
  /** Line number of the first line in its file. */
  firstLine: number;
  /** Notes of the file that the region refers to as `[1]`, in order. */
  notes: readonly { mark: string; text: string }[];
}

const mark = (word: 'region' | 'endregion', name: string) =>
  new RegExp(`^\\s*(?://|#|<!--)\\s*#${word}\\s+${name}\\s*(?:-->)?\\s*$`);

/** Cuts `#region NAME` … `#endregion NAME` out of a source file. Throws when one of the marks is missing. */
export function cutRegion(file: string, text: string, name: string): Region {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => mark('region', name).test(line));
  if (start < 0)
    throw new ContentError(
      file,
      `it has no region \`${name}\``,
      `Add the line \`// #region ${name}\`, or name another region`,
    );
  const end = lines.findIndex((line, index) => index > start && mark('endregion', name).test(line));
  if (end < 0)
    throw new ContentError(file, `region \`${name}\` is not closed`, `Add the line \`// #endregion ${name}\``);
  const body = lines.slice(start + 1, end).filter((line) => !/#(end)?region\s/.test(line));
  if (body.every((line) => line.trim() === ''))
    throw new ContentError(file, `region \`${name}\` is empty`, 'Put its marks around some code');
  const code = stripIndent(body).join('\n');
  return { code, firstLine: start + 2, notes: notesFor(code, lines) };
}

/** The regions of a source file in order: their names, and the numbers of the first and last line between the marks. */
export function regionsIn(text: string): { name: string; from: number; to: number }[] {
  const lines = text.split('\n');
  return lines.flatMap((line, start) => {
    const name = /#region\s+([a-z0-9-]+)/.exec(line)?.[1];
    if (name === undefined || !mark('region', name).test(line)) return [];
    const end = lines.findIndex((other, index) => index > start && mark('endregion', name).test(other));
    return end < 0 ? [] : [{ name, from: start + 2, to: end }];
  });
}

/** All numbered notes that a file refers to. */
export const notesIn = (text: string): Region['notes'] => notesFor(text, text.split('\n'));

function stripIndent(lines: readonly string[]): string[] {
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const least = Math.min(...indents);
  return lines.map((line) => line.slice(least).trimEnd());
}

/** Notes stand at the end of a file as `// [1] text`, continued on lines with a deeper indent. */
function notesFor(code: string, lines: readonly string[]): Region['notes'] {
  const wanted = [...new Set([...code.matchAll(/\/\/.*?\[(\d+)\]/g)].map((found) => found[1]))];
  return wanted.flatMap((number) => {
    const start = lines.findIndex((line) => line.startsWith(`// [${number}] `));
    if (start < 0) return [];
    const rest = lines.slice(start + 1);
    const length = rest.findIndex((line) => !/^\/\/ {3,}\S/.test(line));
    const more = rest.slice(0, length < 0 ? undefined : length).map((line) => line.replace(/^\/\/\s+/, ''));
    return [{ mark: `[${number}]`, text: [(lines[start] as string).replace(/^\/\/ \[\d+\] /, ''), ...more].join(' ') }];
  });
}
