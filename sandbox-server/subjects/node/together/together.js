import { chosen, repeat, setting, stay } from '../report.js';

const EACH_MS = 50;

// #region ways
const wait = (done) => setTimeout(done, EACH_MS);

const compute = (done) =>
  setImmediate(() => {
    const end = performance.now() + EACH_MS;
    while (performance.now() < end);
    done();
  });
// #endregion ways

// #region together
/** Starts all of them without waiting for any, and then waits for all. */
async function together(count, way) {
  const started = performance.now();
  await Promise.all(Array.from({ length: count }, () => new Promise(way)));
  return performance.now() - started;
}
// #endregion together

const way = chosen('KIND', { wait, compute });
await repeat(async () => ({ doneAfter: await together(Number(setting('COUNT')), way) }));
stay();
