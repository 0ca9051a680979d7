'use client';
import { useCallback, useEffect, useState } from 'react';
import type { z } from 'zod';
import { onState, readState, writeState } from './owner-state.ts';

/** A kept value of the reader. `undefined` until it is read, and when there is none. The schema must be a constant. */
export function useOwnerState<T>(key: string, schema: z.ZodType<T>): [T | undefined, (value: T) => void] {
  const [value, setValue] = useState<T>();
  useEffect(() => {
    let gone = false;
    // It may come from another version of the page, through the hub.
    const off = onState(key, (next) => setValue(schema.safeParse(next).data));
    void readState(key, schema).then((kept) => {
      if (!gone && kept !== undefined) setValue((current) => current ?? kept);
    });
    return () => {
      gone = true;
      off();
    };
  }, [key, schema]);
  return [value, useCallback((next: T) => writeState(key, next), [key])];
}
