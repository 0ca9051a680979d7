setTimeout(() => {
  console.log('first set');
  Promise.resolve().then(() => console.log('promise'));
  process.nextTick(() => console.log('tick'));
}, 1);
setTimeout(() => console.log('second set'), 0);
setTimeout(() => console.log('third set'), 1);
