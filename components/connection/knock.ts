import { z } from 'zod';
import { ticketSchema } from './api.ts';

const answerSchema = z.object({ ask: z.number(), status: z.number(), body: z.unknown() });
const UNAUTHENTICATED = 401;

let worker: Worker | undefined;
let asked = 0;

/** Knocks at the hub's door, silently when nobody is there: a ticket for the events socket, or why there is none. */
export function knock(key: string): Promise<{ ticket: string } | 'refused' | 'nobody'> {
  worker ??= new Worker('/knock.js');
  const [door, ask] = [worker, ++asked];
  door.postMessage({ ask, key });
  return new Promise((resolve) => {
    door.addEventListener('message', function heard({ data }) {
      const answer = answerSchema.safeParse(data).data;
      if (answer?.ask !== ask) return;
      door.removeEventListener('message', heard);
      const ticket = ticketSchema.safeParse(answer.body);
      if (answer.status === UNAUTHENTICATED) resolve('refused');
      else resolve(ticket.success ? ticket.data : 'nobody');
    });
  });
}
