// The service worker: pages that were read open without a connection, with all that they need, recorded runs included.
// Online it serves nothing that is older than the network's answer. Static hosts only; the shell decides.

interface Lifetime extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Lifetime {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}
declare function skipWaiting(): Promise<void>;
declare const clients: { claim(): Promise<void> };

/** The build writes the hash of all its files here: another build is another worker with a cache of its own. */
const BUILD = '__BUILD__';
const PREFIX = 'loadstone-offline-';
const own = () => caches.open(PREFIX + BUILD);
const OFFLINE_PAGE = '/offline';
/** The sandbox's own rooms, and the page that handles a secret. */
const NEVER = /^\/(api|auth|ws|start)(\/|$)/;
/** Named after their content, so the copy is as good as the file. */
const LASTING = /^\/_next\/static\//;
/** How pages and scripts name the files that they need. */
const NAMED =
  /(?:\/_next\/)?static\/(?:chunks|live|css|media)\/[\w.~-]+\.\w+|\/recordings\/[\w-]+\.json|\/search\/\w+\.\w+/g;
const OF_EVERY_PAGE = [
  '/shell.js',
  '/icon.svg',
  ...['search.js', 'ranking.js', 'search.css', 'index.json'].map((name) => `/search/${name}`),
];

/** Keeps all that a file names, and then the file: what is kept is whole. @throws when the network is gone */
async function keep(cache: Cache, path: string, seen: Set<string>): Promise<void> {
  if (seen.has(path)) return;
  seen.add(path);
  let answer = LASTING.test(path) ? await caches.match(path) : undefined;
  answer ??= await fetch(path, { cache: 'no-cache' });
  if (!answer.ok || answer.redirected) return;
  const page = isPage(path);
  if (page || path.endsWith('.js')) {
    const text = await answer.clone().text();
    const named = [...text.matchAll(NAMED)].map(([name]) => (name.startsWith('/') ? name : `/_next/${name}`));
    await Promise.all([...named, ...(page ? OF_EVERY_PAGE : [])].map((name) => keep(cache, name, seen)));
  }
  await cache.put(path, answer);
}

const isPage = (path: string) => !/\.\w+$/.test(path);
const pagesIn = async (name: string) =>
  (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname).filter(isPage);
const otherCaches = async () =>
  (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== PREFIX + BUILD);

/** A new build takes over every page that an older one kept, as it is now, before the older one goes. */
async function takeOver(): Promise<void> {
  const cache = await own();
  const pages = (await Promise.all((await otherCaches()).map(pagesIn))).flat();
  const seen = new Set<string>();
  for (const path of new Set([OFFLINE_PAGE, ...pages])) await keep(cache, path, seen);
  await skipWaiting();
}

/** The kept copy, marked so that it says so. */
async function keptCopy(path: string): Promise<Response> {
  const cache = await own();
  const copy = await cache.match(path);
  if (copy && !isPage(path)) return copy;
  if (!isPage(path)) return Response.error();
  const page = copy ?? (await cache.match(OFFLINE_PAGE));
  if (!page) return Response.error();
  let html = (await page.text()).replace('<html ', '<html data-offline="" ');
  if (!copy) html = html.replace(/(<ul id="kept-pages">)[\s\S]*?(<\/ul>)/, `$1${await keptList()}$2`);
  return new Response(html, { headers: { 'content-type': 'text/html; charset=utf-8' } });
}

/** Links to the kept pages by their titles, which are HTML already. */
async function keptList(): Promise<string> {
  const cache = await own();
  const paths = (await pagesIn(PREFIX + BUILD)).filter((path) => path !== OFFLINE_PAGE).sort();
  const links = paths.map(async (path) => {
    const title = /<title>([^<]*)/.exec((await (await cache.match(path))?.text()) ?? '')?.[1];
    return `<li><a href="${path}">${title ?? path}</a></li>`;
  });
  return (await Promise.all(links)).join('');
}

addEventListener('install', (event) => (event as Lifetime).waitUntil(takeOver()));
addEventListener('activate', (event) =>
  (event as Lifetime).waitUntil(
    (async () => {
      await Promise.all((await otherCaches()).map((name) => caches.delete(name)));
      await clients.claim();
    })(),
  ),
);
// Each page that is opened names itself.
addEventListener('message', (event) => {
  const path = String(event.data);
  if (isPage(path) && !NEVER.test(path))
    (event as unknown as Lifetime).waitUntil(own().then((cache) => keep(cache, path, new Set())));
});
addEventListener('fetch', (event) => {
  const { request, respondWith } = event as Fetching;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin || NEVER.test(pathname)) return;
  const answer = async () => {
    if (LASTING.test(pathname)) return (await caches.match(pathname)) ?? fetch(request);
    return fetch(request).catch(() => keptCopy(pathname));
  };
  respondWith.call(event, answer());
});
