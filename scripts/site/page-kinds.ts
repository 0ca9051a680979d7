import { globSync } from 'node:fs';

/** What a page may weigh, in bytes as sent with brotli. */
export interface Budget {
  /** The page itself and its style sheets. */
  readonly htmlAndCss: number;
  /** Everything that starts its live parts, once the reader comes near one. */
  readonly liveParts: number;
}

export interface PageKind {
  readonly name: string;
  /** Files of the export that are of this kind, relative to its folder. */
  readonly files: RegExp;
  readonly budget: Budget;
  /** What search calls it; a page without this is none to search for. */
  readonly searchedAs?: string;
  /** A list whose entries are found by their own names. */
  readonly listsEntries?: true;
  /** Says something without a reader's own runs: worth a link from elsewhere, and a place on the map of the site. */
  readonly indexed?: true;
}

/** JavaScript of any page when it has loaded: the shell and the constant inline scripts. */
export const JS_AT_LOAD = 5_000;
const reading: Budget = { htmlAndCss: 30_000, liveParts: 260_000 };
/** With its code, its charts as pictures and its tables, all of it readable before any script (note 0017). */
const lesson: Budget = { ...reading, htmlAndCss: 42_000 };
/** One page that lists everything there is of something; it grows with the course. */
const catalogue: Budget = { ...reading, htmlAndCss: 120_000 };

const kind = (name: string, more: Partial<PageKind> = {}): PageKind => ({
  name,
  files: new RegExp(`^${name}\\.html$`),
  budget: reading,
  ...more,
});

/**
 * Every kind of page there is. Budgets, the check of accessibility, the search and what other programs read go through
 * the export by this list, so a page that nobody listed stops the build.
 */
export const pageKinds: readonly PageKind[] = [
  kind('home', { files: /^index\.html$/, indexed: true }),
  kind('lesson', { files: /^lessons\/[a-z0-9-]+\.html$/, budget: lesson, searchedAs: 'Lesson', indexed: true }),
  kind('path', { files: /^paths\/[a-z0-9-]+\.html$/, searchedAs: 'Page', indexed: true }),
  kind('experiments', { budget: catalogue, indexed: true }),
  kind('experiment', { files: /^experiments\/[a-z0-9-]+\.html$/, searchedAs: 'Experiment', indexed: true }),
  kind('variants', { budget: catalogue, indexed: true }),
  kind('variant', { files: /^variants\/[a-z0-9-]+\/[a-z0-9-]+\.html$/, searchedAs: 'Under test', indexed: true }),
  kind('ledger', { budget: catalogue, searchedAs: 'Claim', listsEntries: true, indexed: true }),
  kind('glossary', { budget: catalogue, searchedAs: 'Term', listsEntries: true, indexed: true }),
  kind('orderings', { budget: catalogue, searchedAs: 'Ordering', indexed: true }),
  kind('machine'),
  kind('runs'),
  kind('run'),
  kind('compare'),
  kind('kept', { searchedAs: 'Page' }),
  kind('measuring', { searchedAs: 'Page', indexed: true }),
  kind('add-a-server', { searchedAs: 'Page', indexed: true }),
  kind('offline'),
  kind('start'),
  kind('not-found', { files: /^404\.html$/ }),
];

/** @throws with what to do when nobody listed the page */
export function kindOf(file: string): PageKind {
  const found = pageKinds.find(({ files }) => files.test(file));
  if (!found) throw new Error(`${file} is a page of no known kind. Add its kind to scripts/site/page-kinds.ts.`);
  return found;
}

/** All pages of a finished export: file and kind. @throws at a page of no known kind */
export function pagesOf(folder: string): { file: string; kind: PageKind }[] {
  return globSync('**/*.html', { cwd: folder })
    .sort()
    .map((file) => ({ file, kind: kindOf(file) }));
}

/** The address of a page on its site: `lessons/a.html` is `/lessons/a`. */
export const addressOf = (file: string): string => `/${file.replace(/\.html$/, '').replace(/^index$/, '')}`;
