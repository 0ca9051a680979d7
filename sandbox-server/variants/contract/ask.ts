import { type Agent, type IncomingHttpHeaders, request } from 'node:http';
import { text } from 'node:stream/consumers';

/** A request of the check that takes longer counts as not answered. */
const LONGEST_MS = 5_000;
/** A server that compresses would do so for it (FR9). */
const LIKE_A_BROWSER = { 'accept-encoding': 'gzip, br' };

export interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Which connection it came on. */
  readonly socket: unknown;
}

/** One request over a connection of the agent. */
export function ask(port: number, path: string, agent: Agent, method: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(LONGEST_MS);
    const sent = request(
      { host: '127.0.0.1', port, path, method, agent, signal, headers: LIKE_A_BROWSER },
      (response) => {
        const { statusCode: status, headers, socket } = response;
        text(response).then((body) => resolve({ status, headers, body, socket }), reject);
      },
    );
    sent.once('error', reject);
    sent.end();
  });
}
