// What ../CONTRACT.md promises and two seconds can show, of one running server. The sandbox server asks it of every
// variant before it lets it be measured, inside the lab: nothing is imported from outside this folder's parent.
// ../test/contract.test.ts asks the rest.
import { Agent } from 'node:http';
import type { VariantManifest } from '../../../protocol/variant.ts';
import { type Answer, ask } from './ask.ts';
import { type Expected, expectedAnswers } from './expected.ts';

export interface Checked extends Pick<VariantManifest, 'routes' | 'spreads'> {
  readonly port: number;
  /** WORKERS as it was told. */
  readonly workers: number;
}

const PINGS = 20;
/** The longest that the load tool sends. */
const LONG_MESSAGE = 65_536;
const LATEST_DATE_MS = 10_000;

/** Asks a server that was just started; a sentence for each thing that it does otherwise. */
export async function checkContract(server: Checked): Promise<string[]> {
  const { port, routes } = server;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const get = (path: string, method = 'GET') => ask(port, path, agent, method);
  const complaints: string[] = [];
  const check = async (what: string, wrong: () => Promise<(string | undefined)[]>) => {
    try {
      complaints.push(...(await wrong()).filter((sentence) => sentence !== undefined));
    } catch (error) {
      complaints.push(`${what} is not answered: ${(error as Error).message}.`);
    }
  };

  for (const [path, expected] of expectedAnswers(routes))
    await check(`GET ${path}`, async () => differences(`GET ${path}`, await get(path), expected));
  await check('POST /ping', async () => {
    const answer = await get('/ping', 'POST');
    const text = 'text/plain; charset=utf-8';
    const allow = /^GET\b/.test(answer.headers.allow ?? '')
      ? undefined
      : 'POST /ping is answered without `allow: GET`.';
    return [...differences('POST /ping', answer, [405, text, 'only GET is answered here']), allow];
  });
  await check('GET /stats', async () => statsFaults((await get('/stats')).body, server));
  await check('GET /ping', async () => {
    const sockets = new Set<unknown>();
    for (let i = 0; i < PINGS; i++) sockets.add((await get('/ping')).socket);
    return [
      sockets.size > 1 ? `${PINGS} requests in a row needed ${sockets.size} connections instead of one.` : undefined,
    ];
  });
  if (routes.includes('/counter'))
    await check('GET /counter', async () => {
      const [first, second] = [await get('/counter'), await get('/counter?hold=1000')].map(({ body }) => counted(body));
      return [second === (first ?? 0) + 1 ? undefined : `/counter said ${first} and then ${second}.`];
    });
  if (routes.includes('/cache')) await check('GET /cache', async () => cacheFaults(get));
  if (routes.includes('/ws')) await check('A WebSocket on /ws', () => echoFaults(port));
  agent.destroy();
  return complaints;
}

function differences(what: string, answer: Answer, [status, type, body]: Expected): (string | undefined)[] {
  const { headers } = answer;
  const age = Math.abs(Date.parse(headers.date ?? '') - Date.now());
  const length = String(Buffer.byteLength(answer.body));
  return [
    answer.status === status ? undefined : `${what} is answered with status ${answer.status} instead of ${status}.`,
    sameType(headers['content-type'], type)
      ? undefined
      : `${what} has the type ${headers['content-type']}, not ${type}.`,
    answer.body === body ? undefined : otherBody(what, answer.body, body),
    headers['content-length'] === length ? undefined : `${what} has no content-length of ${length}.`,
    age < LATEST_DATE_MS ? undefined : `${what} has no date of now.`,
    headers['content-encoding'] === undefined ? undefined : `${what} is compressed.`,
  ];
}

/** Whether two media types are one: space and the letters' case say nothing (RFC 9110, section 8.3). */
export function sameType(a = '', b = ''): boolean {
  const plain = (type: string) => type.replaceAll(' ', '').toLowerCase();
  return plain(a) === plain(b);
}

/** Around the first byte that differs: a body may be long. */
function otherBody(what: string, found: string, expected: string): string {
  let at = 0;
  while (found[at] !== undefined && found[at] === expected[at]) at++;
  const part = (text: string) => JSON.stringify(text.slice(Math.max(0, at - 8), at + 16));
  return `${what} has another body from byte ${at} on: ${part(found)} instead of ${part(expected)}.`;
}

function statsFaults(body: string, { workers, spreads }: Checked): (string | undefined)[] {
  const stats = JSON.parse(body) as Record<string, unknown>;
  const keys = Object.keys(stats).join(', ');
  const expected = spreads === 'one-thread' ? 1 : workers;
  return [
    keys === 'pid, worker, workers, requests' ? undefined : `/stats holds ${keys}, not pid, worker, workers, requests.`,
    stats['workers'] === expected ? undefined : `/stats names ${stats['workers']} workers instead of ${expected}.`,
  ];
}

const counted = (body: string) => (JSON.parse(body) as { value: number }).value;

async function cacheFaults(get: (path: string) => Promise<Answer>): Promise<(string | undefined)[]> {
  const faults: (string | undefined)[] = [];
  for (const state of ['miss', 'hit']) {
    const answer = await get('/cache/some_key-1?bytes=20');
    faults.push(
      ...differences('GET /cache/some_key-1', answer, [200, 'text/plain; charset=utf-8', 'some_key-1:some_key-']),
    );
    const said = answer.headers['x-cache'];
    if (said !== state) faults.push(`GET /cache/some_key-1 is a ${said} where it must be a ${state}.`);
  }
  const { entries: _, ...counts } = JSON.parse((await get('/cache')).body) as Record<string, number>;
  const said = JSON.stringify(counts);
  const expected = JSON.stringify({ hits: 1, misses: 1, joins: 0 });
  return [...faults, said === expected ? undefined : `GET /cache counts ${said} instead of ${expected}.`];
}

async function echoFaults(port: number): Promise<(string | undefined)[]> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`);
  socket.binaryType = 'arraybuffer';
  const next = (event: string) =>
    new Promise<MessageEvent>((resolve, reject) => {
      socket.addEventListener(event, (happened) => resolve(happened as MessageEvent), { once: true });
      socket.addEventListener('error', () => reject(new Error('the connection failed')), { once: true });
    });
  await next('open');
  const echo = async (message: string | Uint8Array<ArrayBuffer>) => {
    socket.send(message);
    const { data } = await next('message');
    return typeof data === 'string' ? data : new Uint8Array(data as ArrayBuffer).join();
  };
  const text = await echo('Grüße');
  const binary = await echo(Uint8Array.of(0, 255, 7));
  const long = 'x'.repeat(LONG_MESSAGE);
  const back = await echo(long);
  socket.close();
  return [
    text === 'Grüße' ? undefined : `/ws sends back ${JSON.stringify(text)} for the text "Grüße".`,
    back === long ? undefined : `/ws sends back ${back.length} characters of a message of ${LONG_MESSAGE}.`,
    binary === '0,255,7' ? undefined : `/ws sends back ${binary} for the bytes 0,255,7.`,
  ];
}
