import { chosen, repeat, setting, stay } from '../report.js';

/** Elements in a round, however many users there are: a round must be longer than the clock is coarse. */
const ELEMENTS = 5_000_000;
const count = Number(setting('COUNT'));
const active = Number(setting('ACTIVE'));

/** The first ones are active, or the same share of them at random places: xorshift from the seed. */
let state = Number(setting('SEED')) | 1;
function draw() {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return (state >>> 0) % 100;
}
const place = chosen('ORDER', { sorted: (i) => (i * 100) / count, shuffled: draw });
const users = Array.from({ length: count }, (_, i) => ({ active: place(i) < active, score: i % 100 }));

const sum = chosen('KIND', {
  // #region bodies
  for(all) {
    let sum = 0;
    for (let i = 0; i < all.length; i++) if (all[i].active) sum += all[i].score;
    return sum;
  },
  'for-of'(all) {
    let sum = 0;
    for (const user of all) if (user.active) sum += user.score;
    return sum;
  },
  reduce: (all) => all.reduce((sum, user) => (user.active ? sum + user.score : sum), 0),
  /** [1] Each step makes an array of its own. */
  chain: (all) =>
    all
      .filter((user) => user.active)
      .map((user) => user.score)
      .reduce((sum, score) => sum + score, 0),
  // #endregion bodies
});

const times = Math.ceil(ELEMENTS / count);
const expected = sum(users);
await repeat(() => {
  const from = performance.now();
  let right = 0;
  for (let i = 0; i < times; i++) if (sum(users) === expected) right++;
  const nanos = (performance.now() - from) * 1e6;
  if (right !== times) throw new Error('The sums differ.');
  return { timeEach: nanos / (times * count) };
});
stay();
