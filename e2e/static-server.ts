import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { test } from '@playwright/test';

/** A plain file server, as any static host is one: no API, no sockets, no headers of ours. */
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.md': 'text/markdown; charset=utf-8',
  '.xml': 'application/xml',
};

export function serveStatic(folder: string): Promise<{ origin: string; server: Server }> {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent((request.url ?? '/').split('?')[0] as string));
    const file = [path, `${path}.html`, join(path, 'index.html')]
      .map((name) => join(folder, name))
      .find((name) => name.startsWith(folder) && existsSync(name) && statSync(name).isFile());
    response.writeHead(file ? 200 : 404, { 'content-type': TYPES[extname(file ?? '')] ?? 'text/plain' });
    if (file) createReadStream(file).pipe(response);
    else response.end('not found');
  });
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () =>
      resolve({ origin: `http://127.0.0.1:${(server.address() as { port: number }).port}`, server }),
    ),
  );
}

/** The finished export from a plain file server, for as long as the tests of this file run. */
export function finishedSite(): { readonly origin: string } {
  let site: Awaited<ReturnType<typeof serveStatic>>;
  test.beforeAll(async () => {
    site = await serveStatic(join(import.meta.dirname, '..', 'out'));
  });
  test.afterAll(() => {
    site.server.close();
  });
  return {
    get origin() {
      return site.origin;
    },
  };
}
