import type { Result } from '../../protocol/result.ts';
import { csvOf, type DataTable } from '../charts/data-table.ts';
import type { Download } from '../ui/downloads.tsx';

/**
 * Every slice as CSV, and the whole result as JSON and as one page; the pages of the course open both again.
 * `href`: it lies on the site.
 */
export function resultFiles(slices: DataTable, result: Result | undefined, href?: string): Download[] {
  const csv = { label: 'all slices as CSV', file: `${slices.name}.csv`, type: 'text/csv', text: () => csvOf(slices) };
  const whole = { label: 'the whole result as JSON', file: `${slices.name}.json` };
  if (href) return [csv, { ...whole, href }];
  if (!result) return [csv];
  return [
    csv,
    { ...whole, type: 'application/json', text: () => JSON.stringify(result, null, 1) },
    {
      label: 'as one page',
      file: `${slices.name}.html`,
      type: 'text/html',
      text: async () => (await import('./result-document.tsx')).resultPage(result),
    },
  ];
}
