import type { Column, DataTable } from './data-table.ts';
import { xColumn } from './figures.ts';
import { flagsInWords } from './format.ts';
import { limiterName } from './limiter-words.ts';
import type { Model } from './model.ts';
import type { SweepLine } from './sweep-lines.ts';
import type { PlanSweep } from './sweep-words.ts';

/**
 * What a chart over a sweep draws: each value with its interval, how often it was measured, its limit and doubts, and
 * what a model says of it.
 */
export function sweepTable(
  name: string,
  lines: readonly SweepLine[],
  column: Column,
  sweep: PlanSweep,
  model?: Model,
): DataTable {
  const swept = sweep.over !== 'nothing';
  const rows = lines.flatMap(({ series, look, repeated }) => {
    const curve = model?.curves.find((one) => one.series === series.id);
    return [...look, ...repeated]
      .toSorted((a, b) => a.x - b.x)
      .map((value) => ({ series, value, expected: curve?.at(value.x) }));
  });
  return {
    name,
    caption: `${column.name}: one row for each point of the chart`,
    columns: [
      { name: 'Name' },
      ...(swept ? [xColumn(sweep)] : []),
      column,
      { ...column, name: 'Low' },
      { ...column, name: 'High' },
      ...(model
        ? [
            { ...column, name: 'Model' },
            { name: 'Measured ÷ model', digits: 2 },
          ]
        : []),
      { name: 'Measured' },
      { name: 'Read as' },
      { name: 'Limit', words: true },
      { name: 'Doubts', words: true },
    ],
    rows: rows.map(({ series, value, expected }) => [
      series.label,
      ...(swept ? [value.x] : []),
      value.value,
      value.low,
      value.high,
      ...(model ? [expected, expected && value.value / expected] : []),
      value.kind === 'look' ? 'once' : `${value.blocks} blocks`,
      value.atLeast ? 'at least' : 'as it is',
      limiterName[value.limiter],
      flagsInWords(value.flags).join(' ') || 'none',
    ]),
  };
}
