'use client';
import { useCallback, useSyncExternalStore } from 'react';

/** Told to the page itself: the browser has no event for a query that the page changed. */
const CHANGED = 'loadstone-query';

function onQuery(changed: () => void): () => void {
  addEventListener('popstate', changed);
  addEventListener(CHANGED, changed);
  return () => {
    removeEventListener('popstate', changed);
    removeEventListener(CHANGED, changed);
  };
}

/** The query of the address; empty until the page is awake. Setting changes the address in place, with no new entry in the history. */
export function useQuery(): [URLSearchParams, (change: Readonly<Record<string, string>>) => void] {
  const search = useSyncExternalStore(
    onQuery,
    () => location.search,
    () => '',
  );
  const set = useCallback((change: Readonly<Record<string, string>>) => {
    const query = new URLSearchParams(location.search);
    for (const [name, value] of Object.entries(change))
      if (value) query.set(name, value);
      else query.delete(name);
    history.replaceState(history.state, '', `${location.pathname}${query.size > 0 ? `?${query}` : ''}${location.hash}`);
    dispatchEvent(new Event(CHANGED));
  }, []);
  return [new URLSearchParams(search), set];
}
