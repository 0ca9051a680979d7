const started = performance.now();
console.log('first');

setTimeout(() => {
  const waitedMs = performance.now() - started;
  console.log('timer', waitedMs >= 2000 ? 'after the busy loop' : 'in time');
}, 1000);

console.log('last');

while (performance.now() - started < 2000);
