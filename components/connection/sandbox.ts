/** Whether a sandbox server is behind this page, whether it answers just now, and the key that opens it. */

const KEY = 'loadstone.key';
/** Told to the whole page, the badge of the shell included, when the sandbox goes or comes: `detail` is the reach. */
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

/** `here`: as the page came. `away`: the sandbox was switched off since. `refused`: it is back, and wants a new key. */
export type Reach = 'here' | 'away' | 'refused';

let reach: Reach = 'here';

/** Whether the sandbox that sent this page can be asked just now. */
export const isAway = (): boolean => reach !== 'here';

/** Said by the page's one socket. */
export function setReach(now: Reach): void {
  if (now === reach) return;
  reach = now;
  dispatchEvent(new CustomEvent(REACH, { detail: reach }));
}

/** @returns how to stop listening */
export function onReach(listener: () => void): () => void {
  addEventListener(REACH, listener);
  return () => removeEventListener(REACH, listener);
}
