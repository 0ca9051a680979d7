import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addressOf, pagesOf } from './page-kinds.ts';
import { pictureOf, SIZE } from './share-pictures.ts';

/** Writes into each page what others show when it is shared, and how it stands to its neighbours. */
export function writeShareTags(folder: string, address: URL | undefined): { pages: number } {
  const pages = pagesOf(folder).filter(({ kind }) => kind.indexed);
  for (const { file } of pages) {
    const path = join(folder, file);
    const markdown = file.replace(/\.html$/, '.md');
    const picture = pictureOf(file);
    const html = withShareTags(readFileSync(path, 'utf8'), {
      path: addressOf(file),
      address,
      markdown: existsSync(join(folder, markdown)) ? `/${markdown}` : undefined,
      picture: existsSync(join(folder, picture)) ? picture : undefined,
    });
    writeFileSync(path, html);
  }
  return { pages: pages.length };
}

export interface Shared {
  readonly path: string;
  /** Without it there is no canonical address, and the picture is named relative to the page. */
  readonly address: URL | undefined;
  readonly markdown: string | undefined;
  readonly picture: string | undefined;
}

/** Title and description are taken from the page; they are HTML already. */
export function withShareTags(html: string, { path, address, markdown, picture }: Shared): string {
  const title = /<title>([^<]*)<\/title>/.exec(html)?.[1] ?? '';
  const description = /<meta name="description" content="([^"]*)"/.exec(html)?.[1] ?? '';
  const whole = (part: string) => (address ? new URL(part, address).href : part);
  const neighbour = (rel: string) => new RegExp(`<a (?=[^>]*rel="${rel}")[^>]*href="([^"]+)"`).exec(html)?.[1];
  const og = (name: string, content: string | number) => `<meta property="og:${name}" content="${content}"/>`;
  const link = (rel: string, href: string | undefined, more = '') =>
    href ? `<link rel="${rel}"${more} href="${href}"/>` : '';
  const tags = [
    og('site_name', 'Loadstone'),
    og('type', path.startsWith('/lessons/') ? 'article' : 'website'),
    og('title', title.replace(/ · Loadstone$/, '')),
    og('description', description),
    ...(picture
      ? [
          og('image', whole(`/${picture}`)),
          og('image:width', SIZE.width),
          og('image:height', SIZE.height),
          og('image:alt', `${title}. ${description}`),
          '<meta name="twitter:card" content="summary_large_image"/>',
        ]
      : []),
    ...(address ? [og('url', whole(path)), link('canonical', whole(path))] : []),
    link('prev', neighbour('prev')),
    link('next', neighbour('next')),
    link('alternate', markdown, ' type="text/markdown"'),
  ];
  return html.replace('</head>', () => `${tags.join('')}</head>`);
}
