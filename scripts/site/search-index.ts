import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SearchEntry } from '../../app/_shell/ranking.ts';
import { addressOf, pagesOf } from './page-kinds.ts';
import { pageText } from './page-text.ts';

/** Writes `search/index.json`: each linkable place of each page that is searched, as the finished pages have it. */
export function writeSearchIndex(folder: string): { entries: number } {
  const entries = pagesOf(folder).flatMap(({ file, kind }): SearchEntry[] => {
    if (!kind.searchedAs) return [];
    const { title, sections } = pageText(readFileSync(join(folder, file), 'utf8'));
    return sections.map(({ anchor, heading, text }) => ({
      href: addressOf(file) + (anchor && `#${anchor}`),
      kind: kind.searchedAs as string,
      page: kind.listsEntries && anchor ? '' : title.replace(/ · Loadstone$/, ''),
      heading,
      text,
    }));
  });
  mkdirSync(join(folder, 'search'), { recursive: true });
  writeFileSync(join(folder, 'search', 'index.json'), JSON.stringify(entries));
  return { entries: entries.length };
}
