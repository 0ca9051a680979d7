// The work behind the routes, written once for all Node variants. ../rust/work does the same, byte for byte.

import { createHash } from 'node:crypto';

export const MOST_ITERATIONS = 1_000_000_000;
export const MOST_MS = 60_000;
export const MOST_TIMES = 1_000_000;

// #region burn
const START = 2463534242; // any start but 0 will do: 0 stays 0 for ever

// [1]
function xorshift(x, iterations) {
  for (let i = 0; i < iterations; i++) {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
  }
  return x;
}

export function burn(n) {
  return { n, checksum: xorshift(START | 0, n) >>> 0 };
}

export function burnFor(ms) {
  const end = performance.now() + ms;
  let x = START | 0;
  let iterations = 0;
  while (performance.now() < end) {
    x = xorshift(x, 1000); // about two microseconds between two looks at the clock
    iterations += 1000;
  }
  return { ms, iterations, checksum: x >>> 0 };
}
// #endregion burn

// #region payload
export function payload() {
  const records = [];
  for (let id = 1; id <= 12; id++) {
    const score = (id * 7919) % 1000;
    records.push({ id, name: `record ${id}`, score, active: id % 2 === 1, tags: ['core', 'queue'] });
  }
  return records;
}
// #endregion payload

// #region hash
export function hash(n) {
  const bytes = Buffer.alloc(1024, 'a');
  for (let i = 1; i < n; i++) createHash('sha256').update(bytes).digest().copy(bytes);
  return { n, digest: createHash('sha256').update(bytes).digest('hex') }; // [2]
}
// #endregion hash

// #region parse
const document = JSON.stringify(payload());

export function parse(n) {
  let sum = 0;
  for (let i = 0; i < n; i++) {
    for (const { active, score } of JSON.parse(document)) if (active) sum += score;
  }
  return { n, sum };
}
// #endregion parse

export class BadQuery extends Error {}

export function wholeNumber(query, name, most, least = 0) {
  const text = query.get(name) ?? '';
  const value = Number(text);
  if (/^[0-9]{1,10}$/.test(text) && value >= least && value <= most) return value;
  throw new BadQuery(`${name} must be a whole number from ${least} to ${most}`);
}

// [1] Every step needs the one before it, so neither a compiler nor a wider core can skip ahead or do two at once.
//     Shifts and exclusive-or on 32 bits cost the same in V8 and in Rust: the loop compares servers, not languages.
// [2] The hash is OpenSSL's, which is native code: JavaScript only passes the bytes.
