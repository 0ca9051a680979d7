console.log('Start');

setTimeout(() => console.log('Timeout!'), 20);

console.log('End');
