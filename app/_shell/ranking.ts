/** One linkable place of the site. */
export interface SearchEntry {
  readonly href: string;
  /** "Lesson", "Claims": what kind of page it is on. */
  readonly kind: string;
  /** Title of the page; empty where the heading says it all. */
  readonly page: string;
  readonly heading: string;
  readonly text: string;
}

export interface Hit {
  readonly entry: SearchEntry;
  /** The text around the first word that was found. */
  readonly excerpt: string;
}

export interface Found {
  readonly hits: readonly Hit[];
  /** Beginnings of words that were looked for, as they match in the text. */
  readonly stems: readonly string[];
  /** Words of the query that stand nowhere, with the nearest word that does. */
  readonly instead: readonly (readonly [typed: string, meant: string])[];
}

export interface SearchIndex {
  readonly entries: readonly SearchEntry[];
  readonly fields: readonly { readonly heading: string; readonly name: string; readonly text: string }[];
}

const EXCERPT_CHARS = 150;
/** Shorter words are not mended: too many others are near. */
const LEAST_TO_MEND = 4;

/** Small letters without accents; every character that is neither letter nor digit is a space. */
const fold = (text: string) =>
  ` ${text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `;

/** The beginning that the forms of an English word share: "threads" and "threading" find "thread". */
const stem = (word: string) => (word.length > 4 ? word.replace(/(ies|ing|ed|es|s|y)$/, '') : word);

/** Prepares entries for searching: some milliseconds for the whole course. */
export function prepare(entries: readonly SearchEntry[]): SearchIndex {
  return {
    entries,
    fields: entries.map(({ page, heading, text }) => ({
      heading: fold(heading || page),
      name: fold(`${heading} ${page}`),
      text: fold(text),
    })),
  };
}

/**
 * Places in which every word of the query begins a word. Rare words count more (inverse document frequency), a name
 * more than the text, a second occurrence less than the first; the words side by side, or alone as a name, count more.
 */
export function find(index: SearchIndex, query: string, limit: number): Found {
  const typed = fold(query).trim().split(' ').filter(Boolean);
  const occurs = (word: string) => index.fields.some(({ name, text }) => `${name}${text}`.includes(` ${stem(word)}`));
  const instead = typed.flatMap((word) => {
    const meant = word.length < LEAST_TO_MEND || occurs(word) ? undefined : nearest(index, word);
    return meant === undefined ? [] : [[word, meant] as const];
  });
  const words = typed.map((word) => instead.find(([wrong]) => wrong === word)?.[1] ?? word);
  const stems = [...new Set(words.map(stem))];
  if (stems.length === 0) return { hits: [], stems, instead };
  const rarity = stems.map((one) => {
    const places = index.fields.filter(({ name, text }) => name.includes(` ${one}`) || text.includes(` ${one}`)).length;
    return Math.log(1 + index.fields.length / (1 + places));
  });
  const phrase = ` ${words.join(' ')}`;
  const scored = index.fields.flatMap(({ heading, name, text }, at) => {
    let score = 0;
    for (const [i, one] of stems.entries()) {
      const named = count(name, ` ${one}`) > 0 ? 4 : 0;
      const said = Math.log(1 + count(text, ` ${one}`));
      if (named + said === 0) return [];
      score += (rarity[i] as number) * (named + said);
    }
    if (heading === `${phrase} `) score *= 3;
    else if (name.includes(phrase)) score *= 2;
    else if (stems.length > 1 && text.includes(phrase)) score *= 1.5;
    return [{ at, score }];
  });
  const best = scored.sort((a, b) => b.score - a.score || a.at - b.at).slice(0, limit);
  return {
    hits: best.map(({ at }) => {
      const entry = index.entries[at] as SearchEntry;
      return { entry, excerpt: excerptOf(entry.text, stems) };
    }),
    stems,
    instead,
  };
}

function count(text: string, what: string): number {
  return text.split(what).length - 1;
}

/** Cuts the text around the first word found, at spaces. */
function excerptOf(text: string, stems: readonly string[]): string {
  const places = [...text.matchAll(/[\p{L}\p{N}]+/gu)].filter(([word]) =>
    stems.some((one) => fold(word).startsWith(` ${one}`)),
  );
  const from = Math.max(0, (places[0]?.index ?? 0) - EXCERPT_CHARS / 3);
  const start = from === 0 ? 0 : text.indexOf(' ', from) + 1;
  const end = text.length - start <= EXCERPT_CHARS ? text.length : text.lastIndexOf(' ', start + EXCERPT_CHARS);
  return `${start > 0 ? '… ' : ''}${text.slice(start, end)}${end < text.length ? ' …' : ''}`;
}

/** The word of the course that is one edit away (two from eight letters on), the most frequent one first. */
function nearest({ fields }: SearchIndex, word: string): string | undefined {
  const frequency = new Map<string, number>();
  for (const { name, text } of fields)
    for (const one of `${name}${text}`.split(' ')) frequency.set(one, (frequency.get(one) ?? 0) + 1);
  const most = word.length < 8 ? 1 : 2;
  const near = [...frequency].flatMap(([one, times]) => {
    const away = Math.abs(one.length - word.length) > most ? most + 1 : edits(one, word);
    return away <= most ? [{ one, away, times }] : [];
  });
  return near.sort((a, b) => a.away - b.away || b.times - a.times)[0]?.one;
}

/** Optimal string alignment distance: letters put in, left out, changed, or two side by side swapped. */
function edits(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const [last, before] = [rows[i - 1] as number[], rows[i - 2]];
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min((last[j] as number) + 1, (row[j - 1] as number) + 1, (last[j - 1] as number) + same);
      if (before && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (before[j - 2] as number) + 1);
      row.push(least);
    }
    rows.push(row);
  }
  return (rows[a.length] as number[])[b.length] as number;
}
