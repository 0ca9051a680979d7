const { connect, createServer } = require('node:net');

const server = createServer().listen(0, '127.0.0.1', () => {
  const socket = connect(server.address().port, '127.0.0.1', () => {
    socket.on('close', () => console.log('closed'));
    socket.destroy();
    setTimeout(() => console.log('timer'), 0);
    setImmediate(() => console.log('immediate'));
    process.nextTick(() => console.log('tick'));
    console.log('connected');
    server.close();
  });
});
