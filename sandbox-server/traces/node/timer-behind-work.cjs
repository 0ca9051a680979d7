setTimeout(() => console.log('the timer of 10 ms'), 10);

const end = performance.now() + 50;
while (performance.now() < end);
console.log('50 ms of work are done');
