import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** A host that sends the brotli files that lie beside the plain ones, the same for every site that is compared. */
export function serveCompressed(folder: string): Promise<{ origin: string; server: Server }> {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent((request.url ?? '/').split('?')[0] as string));
    const file = (extname(path) ? [path] : [`${path}.html`, join(path, 'index.html')])
      .map((name) => join(folder, name))
      .find((name) => name.startsWith(folder) && existsSync(name));
    if (!file) return void response.writeHead(404).end();
    const brotli = existsSync(`${file}.br`);
    const type = TYPES[extname(file)] ?? 'application/octet-stream';
    response.writeHead(200, { 'content-type': type, ...(brotli ? { 'content-encoding': 'br' } : {}) });
    response.end(readFileSync(brotli ? `${file}.br` : file));
  });
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () =>
      resolve({ origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server }),
    ),
  );
}
