import { line, memory, setting, stay } from '../report.js';

const count = Number(setting('COUNT'));

// #region user
/** [1] Made in one piece: strings that are joined with `+` would keep their parts. */
const text = (value, length) => Buffer.from(value.padStart(length, '0'), 'latin1').toString('latin1');

/** [2] JavaScript has no sixteen bytes inside an object: an id is a string, here of 32 digits. */
const user = (i) => ({
  id: text(i.toString(16), 32),
  name: text(`name-${i}`, 20),
  email: text(`${i}@mail.io`, 20),
});
// #endregion user

const heap = () => {
  globalThis.gc();
  return process.memoryUsage().heapUsed;
};

const heapBefore = heap();
const before = memory().resident;
const users = [];
for (let i = 0; i < count; i++) users.push(user(i));
const heapAfter = heap();
const after = memory().resident;
line({ residentEach: (after - before) / users.length, heapEach: (heapAfter - heapBefore) / users.length });
stay();
