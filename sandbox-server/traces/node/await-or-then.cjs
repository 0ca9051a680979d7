const ready = Promise.resolve();

(async () => {
  await ready;
  console.log('after await');
})();

ready.then(() => console.log('then 1')).then(() => console.log('then 2'));

(async () => console.log('first line'))();
