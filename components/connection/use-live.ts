'use client';
import { type RefObject, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { isFinal } from '../../protocol/messages.ts';
import { live } from './live.ts';
import { emptyState, type LiveState } from './run-reducer.ts';
import { type Presence, presence } from './sandbox.ts';

/** The reader's browser shares the cores with what is measured: on few cores charts repaint seldom (ME5). */
const FEW_CORES = 4;
const repaintMs = () => (navigator.hardwareConcurrency <= FEW_CORES ? 1000 : 250);

/** How many runs have begun, have a first point, have ended: when it changes the reader is told at once. */
function milestones({ runs }: LiveState): number {
  let count = 0;
  for (const { samples, result, status } of runs.values())
    count += 1 + [samples.length > 0, result, status && isFinal(status.state)].filter(Boolean).length;
  return count;
}

/**
 * Live state, on an animation frame, at most once or four times a second, and only while `element` can be seen.
 * Milestones come through at once, wherever the reader is on the page.
 */
export function useLive(element: RefObject<Element | null>): LiveState {
  const [state, setState] = useState<LiveState>(emptyState);
  useEffect(() => {
    let frame = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let drawnAt = Number.NEGATIVE_INFINITY;
    let onScreen = true;
    let told = milestones(live.state);
    const draw = () => {
      cancelAnimationFrame(frame);
      frame = 0;
      drawnAt = performance.now();
      setState(live.state);
    };
    const plan = () => {
      const now = milestones(live.state);
      if (now !== told) {
        told = now;
        draw();
        return;
      }
      if (frame || timer || document.hidden || !onScreen) return;
      const wait = drawnAt + repaintMs() - performance.now();
      if (wait <= 0) frame = requestAnimationFrame(draw);
      else
        timer = setTimeout(() => {
          timer = undefined;
          plan();
        }, wait);
    };
    const observer = new IntersectionObserver((entries) => {
      onScreen = entries.at(-1)?.isIntersecting ?? true;
      plan();
    });
    if (element.current) observer.observe(element.current);
    document.addEventListener('visibilitychange', plan);
    const off = live.subscribe(plan);
    plan();
    return () => {
      off();
      observer.disconnect();
      document.removeEventListener('visibilitychange', plan);
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, [element]);
  return state;
}

/** The key may come or go in another tab, where the start link was opened. */
function onKeyChange(changed: () => void): () => void {
  addEventListener('storage', changed);
  return () => removeEventListener('storage', changed);
}

/** Presence of a sandbox; unknown while the page is prerendered and until it is awake. */
export function usePresence(): Presence | undefined {
  return useSyncExternalStore(onKeyChange, presence, () => undefined);
}

/** Connects once the component is on the page and a key is there. */
export function useConnection(present: Presence | undefined): void {
  const asked = useRef(false);
  useEffect(() => {
    if (present !== 'open' || asked.current) return;
    asked.current = true;
    live.connect();
  }, [present]);
}
