/** A place on a page that can be linked to, with the text up to the next one. */
export interface Section {
  /** Id of the place; empty for the top of the page. */
  readonly anchor: string;
  readonly heading: string;
  readonly text: string;
}

export interface PageText {
  readonly title: string;
  readonly description: string;
  readonly sections: readonly Section[];
}

/** Elements whose text is no part of what a page says; the same code stands on many pages. */
const SKIPPED = new Set(['script', 'style', 'svg', 'nav', 'button', 'dialog', 'select', 'noscript', 'template', 'pre']);
const VOID = new Set(['br', 'hr', 'img', 'input', 'link', 'meta', 'wbr', 'col', 'source', 'area']);
const HEADING = /^h[1-4]$/;
/** With an id these are places of their own; an id on anything else is a mark inside a place. */
const PLACE = /^(h[1-4]|section|article|li|dt|tr)$/;
/** What names a place that is no heading itself. */
const NAMES = /^(h[1-4]|dt|th)$/;

/** Without React's comments; and a section where an anchor stands beside a name: folded claims, and terms of a list. */
function asSections(html: string): string {
  return html
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(
      /<summary[^>]*>((?:(?!<\/summary>)[\s\S])*)<\/summary><div id="([^"]+)"[^>]*>/g,
      (_, summary: string, id) => {
        const quoted = /<q>([\s\S]*?)<\/q>/.exec(summary)?.[1];
        return `<section id="${id}"><dt>${quoted ?? summary}</dt>`;
      },
    )
    .replace(/<div( id="[^"]+"[^>]*)>(?=<dt)/g, '<section$1>');
}

/** What a page of our own export says, cut at its linkable places. It knows HTML as React writes it. */
export function pageText(html: string): PageText {
  const main = asSections(/<main[^>]*>([\s\S]*)<\/main>/.exec(html)?.[1] ?? '');
  const sections: { anchor: string; heading: string; text: string }[] = [{ anchor: '', heading: '', text: '' }];
  let skipped = '';
  let depth = 0;
  let naming = '';
  for (const [, close, name = '', attributes = '', text = ''] of main.matchAll(
    /<(\/?)([a-zA-Z0-9]+)([^>]*)>|([^<]+)/g,
  )) {
    if (skipped) {
      if (name === skipped && !attributes.endsWith('/')) depth += close ? -1 : 1;
      if (depth === 0) skipped = '';
      continue;
    }
    let current = sections.at(-1) as (typeof sections)[number];
    if (name === '') {
      if (naming) current.heading += text;
      else current.text += text;
    } else if (close) {
      if (name === naming) naming = '';
      current.text += ' ';
      if (naming) current.heading += ' ';
    } else if (SKIPPED.has(name)) {
      [skipped, depth] = [name, 1];
    } else if (!VOID.has(name)) {
      const anchor = / id="([^"]+)"/.exec(attributes)?.[1];
      if (anchor && PLACE.test(name)) {
        current = { anchor, heading: '', text: '' };
        sections.push(current);
      }
      // The first name that a place comes to is its own.
      if (NAMES.test(name) && current.heading === '' && (current.anchor !== '' || HEADING.test(name))) naming = name;
      current.text += ' ';
    }
  }
  return {
    title: plain(/<title>([^<]*)<\/title>/.exec(html)?.[1] ?? ''),
    description: plain(/<meta name="description" content="([^"]*)"/.exec(html)?.[1] ?? ''),
    sections: sections
      .map(({ anchor, heading, text }) => ({ anchor, heading: plain(heading), text: plain(text) }))
      .filter(({ text }) => text !== ''),
  };
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ' };

/** Entities read, white space folded, and none before a comma or a full stop. */
export function plain(text: string): string {
  return text
    .replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, decimal?: string, name?: string) =>
      name ? (ENTITIES[name] ?? whole) : String.fromCodePoint(hex ? Number.parseInt(hex, 16) : Number(decimal)),
    )
    .replace(/\s+/g, ' ')
    .replace(/ (?=[.,;:!?)’])/g, '')
    .trim();
}
