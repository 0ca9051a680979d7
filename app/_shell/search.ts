import { type Found, find, prepare, type SearchEntry, type SearchIndex } from './ranking.ts';

// The search dialog: fetched with its index and style when it is opened for the first time.

const LIMIT = 20;
const d = document;

const make = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Partial<HTMLElementTagNameMap[K]> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] => {
  const element = Object.assign(d.createElement(tag), props);
  element.append(...children);
  return element;
};

const field = make('input', { type: 'search', autocomplete: 'off', spellcheck: false, placeholder: 'thread pool' });
const status = make('p', { role: 'status' });
const list = make('ol');
const close = make('button', { type: 'button' as const, textContent: 'Close', onclick: () => dialog.close() });
const label = make('label', {}, make('span', { textContent: 'Search the course' }), field);
const dialog = make('dialog', { id: 'search', ariaLabel: 'Search' }, make('div', {}, label, close), status, list);

const style = make('link', { rel: 'stylesheet', href: '/search/search.css' });
const styled = new Promise((done) => {
  style.onload = style.onerror = done;
});
d.head.append(style);
d.body.append(dialog);

let loading: Promise<SearchIndex> | undefined;
const load = () => {
  loading ??= fetch('/search/index.json').then(async (answer) => {
    if (!answer.ok) throw new Error(`${answer.status}`);
    return prepare((await answer.json()) as SearchEntry[]);
  });
  loading.catch(() => {
    loading = undefined;
  });
  return loading;
};

async function show(): Promise<void> {
  const query = field.value;
  const index = await load().catch(() => undefined);
  if (query !== field.value) return;
  if (!index) {
    status.textContent = 'The index of the search could not be loaded. Check the connection, then type again.';
    return;
  }
  const found = find(index, query, LIMIT);
  status.textContent = statusOf(query, found);
  list.replaceChildren(...found.hits.map(({ entry, excerpt }) => item(entry, excerpt, found.stems)));
}

function statusOf(query: string, { hits, instead }: Found): string {
  if (query.trim() === '') return 'Lessons, claims, terms, experiments and servers. Arrow keys move, Enter opens.';
  const mended = instead.map(([typed, meant]) => `“${typed}” stands nowhere; this is for “${meant}”. `).join('');
  if (hits.length === 0) return `Nothing has all of these words. Try fewer, or the glossary.`;
  return `${mended}${hits.length === LIMIT ? `The best ${LIMIT}` : hits.length} ${hits.length === 1 ? 'place' : 'places'}`;
}

function item({ href, kind, page, heading }: SearchEntry, excerpt: string, stems: readonly string[]): HTMLElement {
  const name = [...new Set([page, heading])].filter(Boolean).join(': ');
  return make(
    'li',
    {},
    make(
      'a',
      { href, onclick: () => dialog.close() },
      make('small', { textContent: kind }),
      make('strong', {}, ...marked(name, stems)),
      make('span', {}, ...marked(excerpt, stems)),
    ),
  );
}

/** The text with the words that were found marked. */
const marked = (text: string, stems: readonly string[]): (Node | string)[] =>
  text
    .split(/([\p{L}\p{N}]+)/u)
    .map((word) =>
      stems.some((one) => word.toLowerCase().startsWith(one)) ? make('mark', { textContent: word }) : word,
    );

field.oninput = () => void show();
dialog.onkeydown = (event) => {
  const links = [...list.querySelectorAll('a')];
  const at = links.indexOf(d.activeElement as HTMLAnchorElement);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    (links[at + step] ?? (at + step < 0 ? field : links.at(-1)))?.focus();
  } else if (event.key === 'Enter' && d.activeElement === field) links[0]?.click();
};
// A press beside the dialog closes it.
dialog.onclick = (event) => {
  if (event.target === dialog) dialog.close();
};

/** Opens the dialog with what was typed last, selected. */
export async function openSearch(): Promise<void> {
  await styled;
  if (!dialog.open) dialog.showModal();
  field.select();
  await show();
}
