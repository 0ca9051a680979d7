import { type Flag, flagTable } from '../../protocol/result.ts';

/**
 * What two JavaScript engines agree on. The last bit of a logarithm or a root differs between them, and a mean of 0.285
 * would be 0.28 in the one and 0.29 in the other: the page as it was built, and the page as a browser draws it.
 */
const agreed = (value: number) => Number(value.toPrecision(12));

/** Numbers for people. Microseconds and shares inside, formatted only here, the same on server and browser. */
export function fixed(value: number, digits: number): string {
  return agreed(value).toLocaleString('en-GB', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** From here on a value is told in millions, or in billions. */
const MILLION = 1_000_000;
const BILLION = 1_000_000_000;

/**
 * A measured value where it is read and not computed with: a fraction only where it says something, and millions with
 * three digits. `digits` is the most a value below 1 has, two of them the most below 100; below 1 it has two at least
 * where one is asked for, or one where none is. Tables and files hold more.
 */
export function rounded(value: number, digits: number, names = { million: ' million', billion: ' billion' }): string {
  const size = Math.abs(value);
  if (size >= BILLION) return `${three(value / BILLION)}${names.billion}`;
  if (size >= MILLION) return `${three(value / MILLION)}${names.million}`;
  if (size >= 100) return fixed(value, size >= 1000 ? 0 : Math.min(digits, 1));
  if (size >= 1) return fixed(value, Math.min(digits, 2));
  return fixed(value, size > 0 && digits < 2 ? digits + 1 : digits);
}

const three = (value: number) => agreed(value).toLocaleString('en-GB', { maximumSignificantDigits: 3 });

/** The same, short enough for a chart: "470 M". */
export const short = (value: number, digits: number): string =>
  rounded(value, digits, { million: ' M', billion: ' G' });

export function times(ratio: number): string {
  if (ratio > 0 && ratio < 0.1) return agreed(ratio).toLocaleString('en-GB', { maximumSignificantDigits: 2 });
  return fixed(ratio, ratio < 10 ? 2 : 1);
}

export function percent(share: number, digits = 0): string {
  return `${fixed(share * 100, digits)} %`;
}

export function count(n: number, one: string, many = `${one}s`): string {
  return `${fixed(n, 0)} ${n === 1 ? one : many}`;
}

/** "1 message/s", "2 messages/s", "1 ms": a formatted value with its unit, which loses its plural beside a one. */
export function withUnit(value: string, unit: string): string {
  const own = value === '1' ? unit.replace(/^([a-z]{4,})s(?=\/s$|$)/, '$1') : unit;
  return own ? `${value} ${own}` : value;
}

/** A length of time as one would say it: "about 20 s", "about 4 min". */
export function about(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 10) return 'a few seconds';
  if (seconds < 95) return `about ${Math.round(seconds / 5) * 5} s`;
  return `about ${Math.round(seconds / 60)} min`;
}

/** The day of an ISO time, in UTC so that every render says the same. */
export function day(iso: string): string {
  return new Date(iso).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
}

/** Day and minute in the reader's own time zone: only for what is drawn in the browser. */
export function moment(iso: string): string {
  return new Date(iso).toLocaleString('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  });
}

/** The same, short enough for a list. */
export function shortMoment(iso: string): string {
  return new Date(iso).toLocaleString('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
}

export function flagsInWords(flags: readonly Flag[]): string[] {
  return [...new Set(flags)].map((flag) => flagTable[flag].text);
}

/** "a", "a and b", "a, b and c". */
export function list(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
