process.on('unhandledRejection', ({ message }) => console.log('nobody caught', message));

const late = Promise.reject(new Error('late'));
setImmediate(() => late.catch(() => console.log('caught too late')));

const caught = Promise.reject(new Error('caught'));
process.nextTick(() => caught.catch(() => console.log('caught in time')));

Promise.resolve().then(() => console.log('promise'));
