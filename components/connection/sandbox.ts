/** Whether a sandbox server is behind this page, and the key that opens it. */

const KEY = 'loadstone.key';

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
