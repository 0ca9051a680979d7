import { z } from 'zod';
import { api } from './api.ts';
import {
  eraseLocal,
  type KeptEntries,
  type KeptEntry,
  localEntries,
  localEntry,
  putLocal,
  sendKept,
  syncKept,
  takeIn,
} from './kept.ts';
import { isAway, onReach, presence, sessionKey } from './sandbox.ts';

/**
 * What the reader left on the page, under one key each: always in this browser, and with the hub when signed in. Both
 * are brought together when the first value is asked for, and again when a hub that was away is back.
 */

/** A drag changes a value many times a second; it is saved once it rests. */
const SAVE_AFTER_MS = 400;

type Listener = (value: unknown) => void;
/** What was read from the hub or written since; what is not here lies in this browser. */
const entries = new Map<string, KeptEntry>();
const listeners = new Map<string, Set<Listener>>();
const timers = new Map<string, ReturnType<typeof setTimeout>>();
let loaded: Promise<void> | undefined;
const erasedSchema = z.object({ erasedAt: z.string() });

/** The value under a key as the schema has it, or undefined; what does not fit is treated as absent. */
export async function readState<T>(key: string, schema: z.ZodType<T>): Promise<T | undefined> {
  await load();
  const parsed = schema.safeParse((entries.get(key) ?? localEntry(key))?.value);
  return parsed.success ? parsed.data : undefined;
}

/** All values whose key begins with `kind.`, those that fit the schema, by their keys. */
export async function readStates<T>(kind: string, schema: z.ZodType<T>): Promise<Map<string, T>> {
  const found = new Map<string, T>();
  for (const [key, { value }] of Object.entries(await allState())) {
    const parsed = key.startsWith(`${kind}.`) ? schema.safeParse(value) : undefined;
    if (parsed?.success) found.set(key, parsed.data);
  }
  return found;
}

/** Everything that is kept of the reader, newest of each key. */
export async function allState(): Promise<KeptEntries> {
  await load();
  return { ...localEntries(), ...Object.fromEntries(entries) };
}

/** Seen at once by everyone on the page; saved after a short rest, and at once when the page is left. */
export function writeState(key: string, value: unknown): void {
  entries.set(key, { value, savedAt: new Date().toISOString() });
  for (const listener of listeners.get(key) ?? []) listener(value);
  clearTimeout(timers.get(key));
  timers.set(
    key,
    setTimeout(() => save(key), SAVE_AFTER_MS),
  );
}

/** Changes a value that several parts of the page write: nothing kept is lost, also when it was not read yet. */
export async function updateState<T>(
  key: string,
  schema: z.ZodType<T>,
  change: (kept: T | undefined) => T,
): Promise<void> {
  const kept = await readState(key, schema);
  const next = change(kept);
  if (next !== kept) writeState(key, next);
}

export function onState(key: string, listener: Listener): () => void {
  const own = listeners.get(key) ?? new Set();
  listeners.set(key, own.add(listener));
  return () => own.delete(listener);
}

/** Takes over what is newer in `there`, as from a file, and brings it to the hub. */
export async function takeState(there: KeptEntries): Promise<void> {
  await load();
  takeIn(there);
  await refreshState();
}

/** Takes away everything that is kept of the reader, here and with the hub; runs are not part of it. @throws ProblemError */
export async function eraseState(): Promise<void> {
  await load();
  for (const timer of timers.values()) clearTimeout(timer);
  timers.clear();
  const { erasedAt } =
    presence() === 'open' && !isAway()
      ? await api('/api/state', erasedSchema, { method: 'DELETE' })
      : { erasedAt: new Date().toISOString() };
  eraseLocal(erasedAt);
  await refreshState();
}

/** Brings browser and hub together and tells everyone on the page what changed. */
export async function refreshState(): Promise<void> {
  const key = presence() === 'open' && !isAway() ? sessionKey() : null;
  const now = (key && (await syncKept(key))) || localEntries();
  // Signed out or away: what this browser holds is used, and the page itself says that the sandbox is not there.
  const before = new Map(entries);
  entries.clear();
  for (const [name, entry] of Object.entries(now)) {
    const own = before.get(name);
    // Not saved yet: it is newer than anything that was read.
    const newest = own && timers.has(name) ? own : entry;
    entries.set(name, newest);
    if (newest.savedAt !== own?.savedAt) for (const listener of listeners.get(name) ?? []) listener(newest.value);
  }
  for (const [name, own] of before) {
    if (entries.has(name)) continue;
    if (timers.has(name)) entries.set(name, own);
    else for (const listener of listeners.get(name) ?? []) listener(undefined);
  }
}

function load(): Promise<void> {
  if (!loaded) {
    addEventListener('pagehide', () => [...timers.keys()].forEach(save));
    onReach(() => !isAway() && void refreshState());
    loaded = refreshState();
  }
  return loaded;
}

function save(key: string): void {
  clearTimeout(timers.get(key));
  timers.delete(key);
  const entry = entries.get(key);
  if (!entry) return;
  // Also kept here, so that a lost hub loses nothing that the reader drew.
  putLocal(key, entry);
  const session = presence() === 'open' && !isAway() ? sessionKey() : null;
  if (session) void sendKept(session, { [key]: entry });
}
