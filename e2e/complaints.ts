import type { Page } from '@playwright/test';

/** Everything the browser complains about; a page of ours gives it no reason to. */
export function complaints(page: Page): string[] {
  const list: string[] = [];
  page.on('console', (message) => message.type() === 'error' && list.push(message.text()));
  page.on('pageerror', (error) => list.push(error.message));
  return list;
}
