const { setTimeout: pause } = require('node:timers/promises');

/** Stands in for a database that cannot be reached. */
exports.insert = async (_member) => {
  await pause(10);
  throw new Error('the database does not answer');
};
