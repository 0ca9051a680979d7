import { ERASED, type KeptEntries, merge } from '../connection/kept.ts';

/** What is kept, by the first part of its key. */
const kindWords: Readonly<Record<string, string>> = {
  done: 'Lessons read to the end',
  prediction: 'Predictions',
  answer: 'Answers to questions',
  verdict: 'Your verdicts',
  note: 'Notes',
  baseline: 'Pinned runs',
  shell: 'Settings of the pages',
};

export interface KeptKind {
  readonly name: string;
  readonly count: number;
  /** Bytes as JSON. */
  readonly bytes: number;
}

/** What there is of each kind, in a fixed order; what was taken away does not count. */
export function keptKinds(entries: KeptEntries): KeptKind[] {
  const own = Object.entries(entries).filter(([key, { value }]) => key !== ERASED && value !== null);
  const order = Object.keys(kindWords);
  const rank = (kind: string) => (order.includes(kind) ? order.indexOf(kind) : order.length);
  return [...Map.groupBy(own, ([key]) => key.split('.', 1)[0] as string)]
    .toSorted(([a], [b]) => rank(a) - rank(b) || a.localeCompare(b))
    .map(([kind, of]) => ({
      name: kindWords[kind] ?? `Other (${kind})`,
      count: of.length,
      bytes: new TextEncoder().encode(JSON.stringify(Object.fromEntries(of))).length,
    }));
}

/**
 * Entries of a file as the reader brings them now: what is older than the last time everything was erased counts as saved
 * now, because it was chosen after that. `now` is ISO 8601.
 */
export function broughtIn(here: KeptEntries, file: KeptEntries, now: string): KeptEntries {
  const erasedAt = here[ERASED]?.savedAt;
  return Object.fromEntries(
    Object.entries(file)
      .filter(([key]) => key !== ERASED)
      .map(([key, entry]) => [
        key,
        erasedAt && Date.parse(entry.savedAt) <= Date.parse(erasedAt) ? { ...entry, savedAt: now } : entry,
      ]),
  );
}

/** What taking in entries from a file would do. */
export interface Preview {
  /** Not here yet. */
  readonly added: string[];
  /** Here, and newer in the file. */
  readonly replaced: string[];
  /** Here, and not older than in the file. */
  readonly stays: string[];
}

export function previewOf(here: KeptEntries, file: KeptEntries): Preview {
  const { take } = merge(here, file);
  const keys = Object.keys(file);
  const there = (key: string) => here[key] !== undefined && here[key].value !== null;
  return {
    added: keys.filter((key) => key in take && !there(key)),
    replaced: keys.filter((key) => key in take && there(key)),
    stays: keys.filter((key) => !(key in take)),
  };
}

/** "done.more-cores" as a reader says it. */
export function keyWords(key: string): string {
  const [kind = '', ...rest] = key.split('.');
  return `${kindWords[kind] ?? kind}: ${rest.join('.')}`;
}

export function sizeWords(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  return bytes < 2 ** 20 ? `${(bytes / 1024).toFixed(1)} KiB` : `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}
