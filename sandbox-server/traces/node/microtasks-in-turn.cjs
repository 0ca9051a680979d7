queueMicrotask(() => console.log('microtask 1'));
Promise.resolve().then(() => {
  console.log('promise');
  process.nextTick(() => console.log('tick'));
});
queueMicrotask(() => console.log('microtask 2'));
