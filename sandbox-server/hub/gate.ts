import type { IncomingMessage } from 'node:http';
import type { ErrorCode } from '../../protocol/errors.ts';

/** The literal strings a request must carry; nothing is parsed as a URL. */
export interface Allowed {
  readonly hosts: ReadonlySet<string>;
  readonly origins: ReadonlySet<string>;
}

export function loopbackAllowed(port: number, extraOrigins: readonly string[] = []): Allowed {
  const hosts = ['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${port}`);
  return { hosts: new Set(hosts), origins: new Set([...hosts.map((host) => `http://${host}`), ...extraOrigins]) };
}

export type Refusal = { readonly code: Extract<ErrorCode, 'misdirected' | 'forbidden'>; readonly text: string };

/**
 * The gate before every request and every upgrade: Host, then Origin, then Sec-Fetch-Site, which may only deny
 * (a page elsewhere that knows the address must get nothing). Never throws, whatever the headers contain.
 */
export function refusal(request: IncomingMessage, allowed: Allowed): Refusal | undefined {
  const hosts = rawHeader(request, 'host');
  if (hosts.length !== 1 || !allowed.hosts.has(hosts[0] as string))
    return { code: 'misdirected', text: 'This server does not answer for that host name.' };

  const origins = rawHeader(request, 'origin');
  const needsOrigin = request.headers.upgrade !== undefined || (request.method !== 'GET' && request.method !== 'HEAD');
  const originFits = origins.length === 1 && allowed.origins.has(origins[0] as string);
  if (needsOrigin ? !originFits : origins.length > 0 && !originFits)
    return { code: 'forbidden', text: 'This request does not come from a page of this server.' };

  const site = rawHeader(request, 'sec-fetch-site');
  // A link on another page may open ours: a navigation shows the reader a page and tells the other page nothing.
  const navigates = request.method === 'GET' && request.headers['sec-fetch-mode'] === 'navigate';
  if (site.some((value) => value !== 'same-origin' && value !== 'none') && !navigates)
    return { code: 'forbidden', text: 'Requests from other sites are not answered.' };
  return undefined;
}

function rawHeader(request: IncomingMessage, name: string): string[] {
  const values: string[] = [];
  for (let i = 0; i + 1 < request.rawHeaders.length; i += 2) {
    if (request.rawHeaders[i]?.toLowerCase() === name) values.push(request.rawHeaders[i + 1] as string);
  }
  return values;
}
