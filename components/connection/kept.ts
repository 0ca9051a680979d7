// What the reader left, as it lies in this browser and with the hub. The site also serves this file by itself, as
// /kept.js, so that the sign-in can bring both together before React is there: it imports nothing.

/** A kept value and when it was saved (ISO 8601, UTC). `null` says that there was one and it was taken away. */
export interface KeptEntry {
  readonly value: unknown;
  readonly savedAt: string;
}
export type KeptEntries = Readonly<Record<string, KeptEntry>>;

const PREFIX = 'loadstone.state.';
/** Set when everything was erased: what is older than it, in whatever browser, does not come back. */
export const ERASED = 'erased.all';
/** Bytes of one message to the hub, well below what it accepts. */
const MOST_BYTES = 150_000;

/** Everything that this browser keeps of the reader. Empty where storage is switched off. */
export function localEntries(): Record<string, KeptEntry> {
  const found: Record<string, KeptEntry> = {};
  try {
    for (const name of Object.keys(localStorage))
      if (name.startsWith(PREFIX)) {
        const entry = localEntry(name.slice(PREFIX.length));
        if (entry) found[name.slice(PREFIX.length)] = entry;
      }
  } catch {
    // Storage is switched off.
  }
  return found;
}

/** One kept entry, or undefined when there is none that can be read. */
export function localEntry(key: string): KeptEntry | undefined {
  try {
    const entry: unknown = JSON.parse(localStorage.getItem(PREFIX + key) ?? 'null');
    return isEntry(entry) ? entry : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps an entry in this browser. Says whether it could: storage may be full or switched off. */
export function putLocal(key: string, entry: KeptEntry): boolean {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify(entry));
    mirror(key, entry.value);
    return true;
  } catch {
    return false;
  }
}

function dropLocal(keys: readonly string[]): void {
  try {
    for (const key of keys) {
      localStorage.removeItem(PREFIX + key);
      mirror(key, null);
    }
  } catch {
    // Storage is switched off.
  }
}

/** The shell reads settings and done marks under plain names, before the first paint: they follow what is kept. */
function mirror(key: string, value: unknown): void {
  const name = key.slice(key.indexOf('.') + 1);
  if (key.startsWith('shell.')) {
    if (typeof value === 'string') localStorage.setItem(`loadstone.${name}`, value);
    else localStorage.removeItem(`loadstone.${name}`);
  }
  if (key.startsWith('done.')) {
    const done = new Set((localStorage.getItem('loadstone.done') ?? '').split(' ').filter(Boolean));
    if (value === true) done.add(name);
    else done.delete(name);
    localStorage.setItem('loadstone.done', [...done].join(' '));
  }
}

/** Takes everything away from this browser as of `erasedAt`, and remembers that. */
export function eraseLocal(erasedAt: string): void {
  dropLocal(Object.keys(localEntries()));
  putLocal(ERASED, { value: null, savedAt: erasedAt });
}

/**
 * What each of two sides lacks: for each key the newest entry wins. `take` is newer there, `give` is newer here, `drop`
 * is older than the last time that everything was erased.
 */
export function merge(
  here: KeptEntries,
  there: KeptEntries,
): { take: Record<string, KeptEntry>; give: Record<string, KeptEntry>; drop: string[] } {
  const time = (entry: KeptEntry | undefined) => (entry ? Date.parse(entry.savedAt) : Number.NEGATIVE_INFINITY);
  const erasedAt = Math.max(time(here[ERASED]), time(there[ERASED]));
  const take: Record<string, KeptEntry> = {};
  const give: Record<string, KeptEntry> = {};
  const drop: string[] = [];
  for (const key of new Set([...Object.keys(here), ...Object.keys(there)])) {
    const [own, other] = [here[key], there[key]];
    if (key !== ERASED && Math.max(time(own), time(other)) < erasedAt) drop.push(key);
    else if (other && time(other) > time(own)) take[key] = other;
    else if (own && time(own) > time(other)) give[key] = own;
  }
  return { take, give, drop };
}

/** Takes over what is newer in a set of entries that came from elsewhere; returns what this browser has newer. */
export function takeIn(there: KeptEntries): Record<string, KeptEntry> {
  const { take, give, drop } = merge(localEntries(), there);
  dropLocal(drop);
  for (const [key, entry] of Object.entries(take)) putLocal(key, entry);
  return give;
}

/**
 * Brings this browser and the hub together, both ways.
 * @returns all entries as they are now; undefined when the hub does not answer or refuses
 */
export async function syncKept(sessionKey: string): Promise<KeptEntries | undefined> {
  const response = await fetch('/api/state', { headers: { authorization: `Bearer ${sessionKey}` } }).catch(
    () => undefined,
  );
  const answer = (await response?.json().catch(() => undefined)) as { entries?: Record<string, unknown> } | undefined;
  if (!response?.ok || typeof answer?.entries !== 'object') return undefined;
  const there = Object.fromEntries(
    Object.entries(answer.entries).filter((pair): pair is [string, KeptEntry] => isEntry(pair[1])),
  );
  const give = takeIn(there);
  const { drop } = merge(there, give);
  for (const entries of inParts(give)) await sendKept(sessionKey, entries);
  const all = { ...there, ...give };
  for (const key of drop) delete all[key];
  return all;
}

/** Sends entries to the hub, which keeps the newer of two. Resolves to whether it has them. */
export async function sendKept(sessionKey: string, entries: KeptEntries): Promise<boolean> {
  const body = JSON.stringify({ entries });
  const response = await fetch('/api/state', {
    method: 'PUT',
    // What is written while the page is left must still arrive; browsers take so much of it and no more.
    keepalive: body.length < 60_000,
    headers: { authorization: `Bearer ${sessionKey}`, 'content-type': 'application/json' },
    body,
  }).catch(() => undefined);
  return response?.ok === true;
}

function inParts(entries: KeptEntries): KeptEntries[] {
  const parts: Record<string, KeptEntry>[] = [];
  let bytes = MOST_BYTES;
  for (const [key, entry] of Object.entries(entries)) {
    const size = JSON.stringify(entry).length * 3;
    if (bytes + size > MOST_BYTES) {
      parts.push({});
      bytes = 0;
    }
    (parts.at(-1) as Record<string, KeptEntry>)[key] = entry;
    bytes += size;
  }
  return parts;
}

function isEntry(data: unknown): data is KeptEntry {
  return (
    typeof data === 'object' &&
    data !== null &&
    'value' in data &&
    'savedAt' in data &&
    typeof data.savedAt === 'string' &&
    !Number.isNaN(Date.parse(data.savedAt))
  );
}
