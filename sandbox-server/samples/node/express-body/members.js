const { setTimeout: pause } = require('node:timers/promises');

/** Stands in for a database: it takes its time, and refuses a member without a name. */
exports.insert = async (member) => {
  await pause(10);
  return { id: 1, name: member.name };
};
