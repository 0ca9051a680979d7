setImmediate(() => {
  console.log('immediate 1');
  setImmediate(() => console.log('next round'));
  process.nextTick(() => console.log('tick'));
});
setImmediate(() => console.log('immediate 2'));
