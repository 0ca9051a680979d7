const { setTimeout: wait } = require('node:timers/promises');

async function handler(name) {
  console.log(name, 'asks');
  await wait(20);
  const end = performance.now() + 10;
  while (performance.now() < end);
  console.log(name, 'answers');
}

for (const name of ['A', 'B', 'C']) handler(name);
