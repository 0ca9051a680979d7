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
}

/** JavaScript of any page when it has loaded: the shell and the constant inline scripts. */
export const JS_AT_LOAD = 5_000;
const reading: Budget = { htmlAndCss: 30_000, liveParts: 260_000 };
/** One page that lists everything there is of something; it grows with the course. */
const catalogue: Budget = { ...reading, htmlAndCss: 120_000 };

const one = (name: string, budget = reading): PageKind => ({ name, files: new RegExp(`^${name}\\.html$`), budget });

/**
 * Every kind of page there is. Budgets, the check of accessibility and the search go through the export by this list,
 * so a page that nobody listed stops the tests.
 */
export const pageKinds: readonly PageKind[] = [
  { name: 'home', files: /^index\.html$/, budget: reading },
  { name: 'lesson', files: /^lessons\/[a-z0-9-]+\.html$/, budget: reading },
  one('experiments', catalogue),
  { name: 'experiment', files: /^experiments\/[a-z0-9-]+\.html$/, budget: reading },
  one('variants', catalogue),
  { name: 'variant', files: /^variants\/[a-z0-9-]+\/[a-z0-9-]+\.html$/, budget: reading },
  one('ledger', catalogue),
  one('glossary', catalogue),
  one('machine'),
  one('runs'),
  one('run'),
  one('compare'),
  one('kept'),
  one('measuring'),
  one('add-a-server'),
  one('start'),
  { name: 'not-found', files: /^404\.html$/, budget: reading },
];

/** @throws with what to do when nobody listed the page */
export function kindOf(file: string): PageKind {
  const kind = pageKinds.find(({ files }) => files.test(file));
  if (!kind) throw new Error(`${file} is a page of no known kind. Add its kind to scripts/site/page-kinds.ts.`);
  return kind;
}

/** All pages of a finished export: file and kind. @throws at a page of no known kind */
export function pagesOf(folder: string): { file: string; kind: PageKind }[] {
  return globSync('**/*.html', { cwd: folder })
    .sort()
    .map((file) => ({ file, kind: kindOf(file) }));
}

/** The address of a page on its site: `lessons/a.html` is `/lessons/a`. */
export const addressOf = (file: string): string => `/${file.replace(/\.html$/, '').replace(/^index$/, '')}`;
