'use client';
import { useEffect } from 'react';

/** Says that React is there: clicks that came before are then repeated (see the loader script). */
export function Awake() {
  useEffect(() => {
    document.documentElement.dataset.awake = '';
  }, []);
  return null;
}
