/** Whether a sandbox server is behind this page, whether it answers just now, and the key that opens it. */

const KEY = 'loadstone.key';
/** Told to the whole page, the badge of the shell included, when the sandbox goes or comes. */
const REACH = 'loadstone:reach';

/** What a reader without a key can do. */
export const startLinkWords =
  'Sandbox here, open your start link: `npm start` printed it, and `npm run url` prints a new one.';

/** `none`: static files only. `locked`: a sandbox is here but this browser has no key for it. */
export type Presence = 'none' | 'locked' | 'open';

/**
 * The hub marks every page it sends with a Server-Timing entry, so no request has to fail to find out.
 * The key is kept by origin, port included; it is never part of an address.
 */
export function presence(): Presence {
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  const here = navigation?.serverTiming.some((entry) => entry.name === 'sandbox') ?? false;
  if (!here) return 'none';
  return sessionKey() ? 'open' : 'locked';
}

export function sessionKey(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    // Storage can be switched off; then the page reads as signed out.
    return null;
  }
}

let away = false;

/** Whether the sandbox that sent this page was switched off since. */
export const isAway = (): boolean => away;

/** Said by the page's one socket. */
export function setAway(now: boolean): void {
  if (now === away) return;
  away = now;
  dispatchEvent(new CustomEvent(REACH, { detail: { away } }));
}

/** @returns how to stop listening */
export function onReach(listener: () => void): () => void {
  addEventListener(REACH, listener);
  return () => removeEventListener(REACH, listener);
}
