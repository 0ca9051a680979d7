const value = async () => 1;
const promise = async () => Promise.resolve(1);

promise().then(() => console.log('returned a promise'));
value().then(() => console.log('returned a value'));

Promise.resolve()
  .then(() => console.log('turn 1'))
  .then(() => console.log('turn 2'))
  .then(() => console.log('turn 3'));
