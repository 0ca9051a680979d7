import { join } from 'node:path';
import { ContentError } from './files.ts';
import { highlight } from './highlight.ts';
import { cutRegion, notesIn, type Region, regionsIn } from './regions.ts';
import type { Variant } from './variants.ts';

/** Lines of a file that stand together; what is not open is there, folded. */
export interface Segment {
  readonly firstLine: number;
  /** Highlighted lines, each HTML by itself. */
  readonly lines: readonly string[];
  readonly open: boolean;
}

export interface SourceFile {
  /** Path below the folder of all servers, or of all programs. */
  readonly path: string;
  readonly lineCount: number;
  /** Whether it belongs to this variant alone. */
  readonly own: boolean;
  readonly segments: readonly Segment[];
  readonly notes: Region['notes'];
}

/** So few lines are not worth a fold of their own. */
const LEAST_FOLD = 4;

/** The sources of a variant, whole. Regions, which lessons show, are open; without any, the first file is. */
export async function sourceFiles({ id, manifest, files }: Variant): Promise<SourceFile[]> {
  const sources = manifest.sources.flatMap((name) => files.get(name) ?? []);
  const plain = sources.every(({ text }) => regionsIn(text).length === 0);
  return Promise.all(
    sources.map(async ({ path, text }, index) => {
      const lines = linesOf(await highlight(text.trimEnd(), ending(path)));
      const open = plain && index === 0 ? [{ from: 1, to: lines.length }] : regionsIn(text);
      return {
        path,
        lineCount: lines.length,
        own: path.startsWith(`${id}/`),
        segments: segmentsOf(lines, open),
        notes: notesIn(text),
      };
    }),
  );
}

/** A region of one of its sources, highlighted, as prose shows it. @throws ContentError when there is none */
export async function sourceRegion(variant: Variant, file: string, name: string) {
  const source = variant.files.get(file);
  if (!source)
    throw new ContentError(variant.folder, `\`${variant.id}\` has no source \`${file}\``, 'Name one of its sources');
  const { code, ...region } = cutRegion(join(variant.folder, source.path), source.text, name);
  const html = await highlight(code, ending(source.path));
  return { path: source.path, html, ...region, hash: variant.hash, variant: variant.id };
}

/** The regions of the files that belong to this variant alone: what is particular to it. */
export const ownRegions = (variant: Variant): { file: string; name: string }[] =>
  variant.manifest.sources.flatMap((file) =>
    file.startsWith('../') ? [] : regionsIn(variant.files.get(file)?.text ?? '').map(({ name }) => ({ file, name })),
  );

/** The lines of a file, cut where an open part begins and ends. Its marks stay with it. */
export function segmentsOf(lines: readonly string[], open: readonly { from: number; to: number }[]): Segment[] {
  const inside = lines.map((_, i) => open.some(({ from, to }) => i + 1 >= from - 1 && i + 1 <= to + 1));
  const runs: { firstLine: number; lines: string[]; open: boolean }[] = [];
  for (const [i, line] of lines.entries()) {
    const last = runs.at(-1);
    if (last && last.open === inside[i]) last.lines.push(line);
    else runs.push({ firstLine: i + 1, lines: [line], open: inside[i] as boolean });
  }
  // A short gap is shown with what it parts.
  return runs.reduce<typeof runs>((merged, run) => {
    const last = merged.at(-1);
    const shown = run.open || (runs.length > 1 && run.lines.length < LEAST_FOLD);
    if (last?.open && shown) last.lines.push(...run.lines);
    else merged.push({ ...run, open: shown });
    return merged;
  }, []);
}

const ending = (path: string) => path.split('.').at(-1) ?? '';

/** What stands between the marks of the only code element, a line each: no token goes over the end of a line. */
export const linesOf = (html: string): string[] => (/<code>([\s\S]*)<\/code>/.exec(html)?.[1] ?? '').split('\n');
