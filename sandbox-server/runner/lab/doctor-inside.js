// Runs in a lab, on standard input of its Node: tries what must fail and what must work, and prints what happened.
const { spawn } = require('node:child_process');
const { readFileSync } = require('node:fs');
const { connect, createServer } = require('node:net');

const [port, secret, sleepers, limit] = process.argv.slice(2);

const dial = (target) =>
  new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port: target, timeout: 1000 });
    socket.once('connect', () => resolve('connected'));
    socket.once('timeout', () => resolve('timeout'));
    socket.once('error', (error) => resolve(error.code));
  });
const read = (file) => {
  try {
    readFileSync(file);
    return 'read';
  } catch (error) {
    return error.code;
  }
};
const startSleepers = async (count) => {
  for (let started = 0; started < count; started++) {
    const child = spawn('sleep', ['30'], { stdio: 'ignore' });
    let fault;
    child.on('error', (error) => {
      fault = error.code;
    });
    if (child.pid === undefined) {
      await new Promise(setImmediate);
      return { started, fault };
    }
  }
  return { started: count, fault: 'nothing refused' };
};

const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1', async () => {
  const host = await dial(Number(port));
  const own = await dial(server.address().port);
  const { started } = await startSleepers(Number(sleepers));
  // Long enough for the other lab to hold as many at the same time.
  await new Promise((resolve) => setTimeout(resolve, 200));
  const { fault: refused } = await startSleepers(Number(limit));
  const answer = {
    node: process.version,
    host,
    own,
    secret: read(secret),
    passwd: read('/etc/passwd'),
    started,
    refused,
  };
  process.stdout.write(JSON.stringify(answer), () => process.exit());
});
