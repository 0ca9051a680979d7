'use client';
import { type ReactNode, useEffect, useRef, useState } from 'react';

/** What is heavy and seldom read: drawn when the reader opens it, so that the page does not carry it. */
export function Folded({ summary, children }: { summary: string; children: () => ReactNode }) {
  const box = useRef<HTMLDetailsElement>(null);
  const [opened, setOpened] = useState(false);
  const look = () => box.current?.open && setOpened(true);
  // It may have been opened before the page was awake.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page awakes
  useEffect(() => void look(), []);
  return (
    <details ref={box} onToggle={look}>
      <summary>{summary}</summary>
      {opened && children()}
    </details>
  );
}
