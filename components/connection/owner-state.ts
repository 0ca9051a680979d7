import { z } from 'zod';
import { api, stateSchema } from './api.ts';
import { presence } from './sandbox.ts';

/** What the reader left on the page, under one name each: with the hub when signed in, else in this browser. */
const PREFIX = 'loadstone.state.';
/** A drag changes a value many times a second; it is saved once it rests. */
const SAVE_AFTER_MS = 400;

type Listener = (value: unknown) => void;
const values = new Map<string, unknown>();
const listeners = new Map<string, Set<Listener>>();
const timers = new Map<string, ReturnType<typeof setTimeout>>();
let loaded: Promise<void> | undefined;

/** The value under a key as the schema has it, or undefined; what does not fit is treated as absent. */
export async function readState<T>(key: string, schema: z.ZodType<T>): Promise<T | undefined> {
  await load();
  const raw = values.has(key) ? values.get(key) : local(key);
  const parsed = schema.safeParse(raw);
  return parsed.success ? parsed.data : undefined;
}

/** Seen at once by everyone on the page; saved after a short rest, and at once when the page is left. */
export function writeState(key: string, value: unknown): void {
  values.set(key, value);
  for (const listener of listeners.get(key) ?? []) listener(value);
  clearTimeout(timers.get(key));
  timers.set(
    key,
    setTimeout(() => save(key), SAVE_AFTER_MS),
  );
}

export function onState(key: string, listener: Listener): () => void {
  const own = listeners.get(key) ?? new Set();
  listeners.set(key, own.add(listener));
  return () => own.delete(listener);
}

function load(): Promise<void> {
  if (!loaded) {
    addEventListener('pagehide', () => [...timers.keys()].forEach(save));
    loaded = presence() === 'open' ? fromHub() : Promise.resolve();
  }
  return loaded;
}

async function fromHub(): Promise<void> {
  try {
    const kept = await api('/api/state', stateSchema);
    for (const [key, value] of Object.entries(kept.values)) if (!values.has(key)) values.set(key, value);
  } catch {
    // Signed out or away: what this browser holds is used, and the page itself says that the sandbox is not there.
  }
}

function save(key: string): void {
  clearTimeout(timers.get(key));
  timers.delete(key);
  const value = values.get(key);
  // Also kept here, so that a lost hub loses nothing that the reader drew.
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    // Storage full or off: the hub's copy remains.
  }
  if (presence() === 'open')
    void api(`/api/state/${encodeURIComponent(key)}`, z.unknown(), { method: 'PUT', body: { value } }).catch(() => {});
}

function local(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + key) ?? 'null');
  } catch {
    return undefined;
  }
}
