import type { ReactNode } from 'react';

/** What is too wide scrolls within itself, also by keyboard. `label` says what it is. */
export function ScrollBox({
  label,
  className = 'scroll',
  children,
}: {
  label: string;
  className?: string | undefined;
  children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms, and one of several tables is no landmark
    <div className={className} role="group" tabIndex={0} aria-label={label}>
      {children}
    </div>
  );
}
