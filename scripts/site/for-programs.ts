import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Lesson, readLessons } from '../../app/_content/course.ts';
import { lessonMarkdown } from '../../app/_content/lesson-markdown.ts';
import { readParts } from '../../app/_content/plan.ts';
import { addressOf, pagesOf } from './page-kinds.ts';

/** Writes what other programs read: each lesson as Markdown, `llms.txt`, `robots.txt`, and with an address `sitemap.xml`. */
export async function writeForPrograms(folder: string, address: URL | undefined): Promise<{ lessons: number }> {
  const lessons = readLessons();
  for (const lesson of lessons)
    writeFileSync(join(folder, 'lessons', `${lesson.slug}.md`), await lessonMarkdown(lesson));
  writeFileSync(join(folder, 'llms.txt'), llms(lessons, address));
  writeFileSync(join(folder, 'robots.txt'), robots(address));
  if (address) writeFileSync(join(folder, 'sitemap.xml'), sitemap(visited(folder), address));
  return { lessons: lessons.length };
}

/** Addresses of the pages that a search engine is for: those that say something without a reader's own runs. */
const visited = (folder: string): string[] =>
  pagesOf(folder)
    .filter(({ kind }) => kind.indexed)
    .map(({ file }) => addressOf(file));

/** The map of the site for language models: https://llmstxt.org */
export function llms(lessons: readonly Lesson[], address: URL | undefined): string {
  const link = (title: string, path: string, says: string) =>
    `- [${title}](${address ? new URL(path, address) : path}): ${says}`;
  const parts = readParts().flatMap((part) => {
    const own = lessons.filter(({ data }) => data.part === part.number);
    if (own.length === 0) return [];
    const links = own.map(({ slug, data }) => link(data.title, `/lessons/${slug}.md`, data.question));
    return [`## Part ${part.number}, ${part.title}`, links.join('\n')];
  });
  return `${[
    '# Loadstone',
    '> A course on scaling, event loops and async runtimes. It tests what is often claimed about Node, Rust and Java on real servers, and says how sure each answer is.',
    'Claims in the lessons are quoted, not asserted: look at the verdict and the sources beside each. Numbers come from recorded runs; machine and date stand with them.',
    ...parts,
    '## More',
    [
      link('Ledger', '/ledger', 'every claim with its sources, test and recorded verdicts'),
      link('Glossary', '/glossary', 'the terms of the course'),
      link('How Loadstone measures', '/measuring', 'what the numbers mean and how a verdict comes about'),
      link('Recordings', '/recordings/index.json', 'names of all recorded runs; each is /recordings/NAME.json'),
    ].join('\n'),
  ].join('\n\n')}\n`;
}

/** Everybody may read everything. A map of the site is named by its whole address, or not at all. */
export function robots(address: URL | undefined): string {
  return `User-agent: *\nAllow: /\n${address ? `Sitemap: ${new URL('/sitemap.xml', address)}\n` : ''}`;
}

/** https://www.sitemaps.org/protocol.html */
export function sitemap(paths: readonly string[], address: URL): string {
  const entries = paths.map((path) => `<url><loc>${new URL(path, address)}</loc></url>`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${entries.join('\n')}\n</urlset>\n`;
}
