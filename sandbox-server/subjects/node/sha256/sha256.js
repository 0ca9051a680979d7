import { hash } from 'node:crypto';
import { chosen, repeat, setting, stay } from '../report.js';
import { sha256 } from './in-javascript.js';

/** Bytes in a round: a round must be longer than the clock is coarse. */
const ROUND_BYTES = { native: 16 * 1024 ** 2, javascript: 1024 ** 2 };
const data = Buffer.alloc(Number(setting('BYTES')), 'a');

// #region work
/** [1] One call into OpenSSL; for small data the way there is most of it. */
const native = () => hash('sha256', data, 'hex');
/** [2] The same arithmetic in the language itself. */
const javascript = () => sha256(data);
// #endregion work

const work = chosen('KIND', { native, javascript });
if (work() !== native()) throw new Error('The two hashes differ.');
const times = Math.min(Math.max(Math.floor(ROUND_BYTES[setting('KIND')] / data.length), 1), 20_000);

await repeat(() => {
  const from = performance.now();
  let digits = 0;
  for (let i = 0; i < times; i++) digits += work().length;
  const nanos = (performance.now() - from) * 1e6;
  if (digits !== times * 64) throw new Error('A hash has 64 digits.');
  return { timeEach: nanos / times };
});
stay();
