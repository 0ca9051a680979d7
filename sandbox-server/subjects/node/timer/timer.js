import { repeat, setting, stay } from '../report.js';

const [delayMs, workMs] = ['DELAY', 'WORK'].map((name) => Number(setting(name)));

// #region order
/** Three lines in the order in which they come, each with its time since the first one. */
function lines() {
  const started = performance.now();
  const came = [];
  const say = (line) => came.push({ line, doneAfter: performance.now() - started });

  return new Promise((resolve) => {
    say('start');
    setTimeout(() => {
      say('timer');
      resolve(came);
    }, delayMs);
    while (performance.now() - started < workMs);
    say('end'); // [1]
  });
}
// #endregion order

await repeat(async () => {
  const came = await lines();
  const at = came.findIndex(({ line }) => line === setting('LINE'));
  return { doneAfter: came[at].doneAfter, place: at + 1 };
});
stay();

// [1] Were the timer to interrupt the loop above, its line would come before this one.
