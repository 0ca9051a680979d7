import type { Plan } from '../../protocol/plan.ts';
import { count, short, withUnit } from './format.ts';

export type PlanSweep = Plan['sweep'];

/** A value of the sweep with its unit: "2 cores", "64 connections", "2,000 requests/s", "5 ms". */
export function xWords({ over, unit }: PlanSweep, x: number): string {
  if (over === 'cores') return count(x, 'core');
  if (over === 'connections') return count(x, 'connection');
  return withUnit(amount(x), unit);
}

/** Where a series was measured, after its name: " on 2 cores", " at 64 connections"; nothing when nothing changes. */
export function atWords(sweep: PlanSweep, x: number): string {
  if (sweep.over === 'nothing') return '';
  return ` ${sweep.over === 'cores' ? 'on' : 'at'} ${xWords(sweep, x)}`;
}

/** The name of the x axis, with its unit where the name does not say it. */
export function sweepName({ over, label, unit }: PlanSweep): string {
  if (over === 'cores') return 'cores given to the server';
  if (over === 'connections') return 'connections';
  const name = label.toLowerCase();
  // What is counted is its own unit.
  return unit && unit !== name ? `${name}, ${unit}` : name;
}

/** A value on an axis, with no more digits than it has. */
export function amount(value: number): string {
  if (Math.abs(value) >= 1_000_000) return short(value, 0);
  const isSmall = value !== 0 && Math.abs(value) < 0.001;
  return value.toLocaleString('en-GB', isSmall ? { maximumSignificantDigits: 1 } : { maximumFractionDigits: 3 });
}
