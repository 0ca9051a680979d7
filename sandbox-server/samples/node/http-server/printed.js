const http = require('node:http');

const server = http.createServer((_request, response) => {
  response.writeHead(200, { 'Content-Type': 'text/plain' });
  response.end('Good morning\n');
});

server.listen(3000, () => console.log('listening on port 3000'));
