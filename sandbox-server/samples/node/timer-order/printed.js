console.log('first');

setTimeout(() => console.log('timer'), 1000);

console.log('last');
