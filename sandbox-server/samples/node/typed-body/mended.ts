import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { z } from 'zod';

const memberSchema = z.object({ name: z.string(), age: z.number() });

createServer(async (request, response) => {
  const parsed = memberSchema.safeParse(await json(request));
  if (!parsed.success) {
    response.writeHead(422).end('name must be text, age a number');
    return;
  }
  const member = parsed.data;
  response.end(`next year ${member.name} is ${member.age + 1}`);
}).listen(3000);
