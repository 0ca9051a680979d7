import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';

interface Member {
  name: string;
  age: number;
}

createServer(async (request, response) => {
  const member = (await json(request)) as Member;
  response.end(`next year ${member.name} is ${member.age + 1}`);
}).listen(3000);
