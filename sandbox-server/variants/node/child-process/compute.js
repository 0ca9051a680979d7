// What each child runs: one task after the other, by name.
import { burn, burnFor, hash, parse } from '../work.js';

// #region compute
const tasks = { burn, burnFor, hash, parse };

process.on('message', ({ task, name, n }) => process.send({ task, result: tasks[name](n) }));
// #endregion compute
