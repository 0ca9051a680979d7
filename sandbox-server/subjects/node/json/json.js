import { chosen, repeat, setting, stay } from '../report.js';

/** Bytes in a round: a round must be longer than the clock is coarse. */
const ROUND_BYTES = 4 * 1024 ** 2;

/** About a hundred bytes of JSON each, the same as the Rust subject's. */
const record = (id) => ({
  id,
  name: `User number ${String(id).padStart(8, '0')}`,
  score: (id % 1000) / 8,
  tags: ['alpha', 'beta', 'gamma'],
});
const count = Math.ceil(Number(setting('BYTES')) / (JSON.stringify(record(1)).length + 1));
const records = Array.from({ length: count }, (_, id) => record(id));
const text = JSON.stringify(records);
const times = Math.ceil(ROUND_BYTES / text.length);

// #region work
/** [1] V8's own parser and writer, in C++. */
const work = chosen('KIND', { parse: () => JSON.parse(text).length, write: () => JSON.stringify(records).length });
// #endregion work

await repeat(() => {
  const from = performance.now();
  let made = 0;
  for (let i = 0; i < times; i++) made += work();
  const nanos = (performance.now() - from) * 1e6;
  if (made === 0) throw new Error('Nothing was made.');
  return { timeEach: nanos / times };
});
stay();
