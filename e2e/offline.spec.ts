import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, expect, type Page, test } from '@playwright/test';
import config from '../playwright.config.ts';
import { serveStatic } from './static-server.ts';

/** Reading without a connection, from a host that is not this machine's own address. */
const LESSON = '/lessons/more-cores-one-server';
const HOST = 'course.test';
const out = join(import.meta.dirname, '..', 'out');

let folder: string;
let browser: Browser;
let page: Page;
let site: Awaited<ReturnType<typeof serveStatic>>;
let origin: string;

test.beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'loadstone-offline-'));
  cpSync(out, folder, { recursive: true });
  site = await serveStatic(folder);
  origin = site.origin.replace('127.0.0.1', HOST);
  const { launchOptions } = config.use ?? {};
  browser = await chromium.launch({
    ...launchOptions,
    args: [
      ...(launchOptions?.args ?? []),
      `--host-resolver-rules=MAP ${HOST} 127.0.0.1`,
      // Service workers need https or a host that is trusted as if it had it.
      `--unsafely-treat-insecure-origin-as-secure=${origin}`,
    ],
  });
  page = await browser.newPage();
});
test.afterEach(async () => {
  await browser.close();
  cut();
  rmSync(folder, { recursive: true, force: true });
});

/** The host is gone: nothing answers any more. */
function cut(): void {
  site.server.closeAllConnections();
  site.server.close();
}

const keptPages = () =>
  page.evaluate(async () => {
    const names = await caches.keys();
    const lists = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return { names, paths: lists.flat().map(({ url }) => new URL(url).pathname) };
  });

/** Opens a page and waits until the worker has kept it, which it does after all that the page needs. */
async function read(path: string): Promise<void> {
  await page.goto(origin + path);
  await expect.poll(async () => (await keptPages()).paths).toContain(path);
}

test('a lesson that was read opens without a connection, with its recorded run and the search, and says so', async () => {
  await read(LESSON);
  await expect(page.locator('#badge')).toHaveText('Recorded runs');
  cut();
  await page.goto(origin + LESSON);
  await expect(page.locator('#badge')).toHaveText('Offline, kept copy');
  await page.locator('#run-cores').scrollIntoViewIfNeeded();
  await page.locator('html[data-awake]').waitFor({ state: 'attached' });
  expect(await page.evaluate(async () => (await fetch('/recordings/cores.json')).ok)).toBe(true);
  await page.keyboard.press('/');
  await page.getByRole('searchbox', { name: 'Search the course' }).fill('thread');
  await expect(page.getByRole('dialog', { name: 'Search' }).getByRole('link').first()).toBeVisible();
});

test('a page that was never read says that it is not kept, and lists those that are', async () => {
  await read(LESSON);
  cut();
  await page.goto(`${origin}/measuring`);
  await expect(page.getByRole('heading', { name: 'There is no connection' })).toBeVisible();
  await expect(page.getByRole('link', { name: /More cores, one server/ })).toHaveAttribute('href', LESSON);
});

test('a new build is seen at once, and takes over all that an older one kept', async () => {
  await read('/measuring');
  await read(LESSON);
  const { names: before } = await keptPages();
  for (const [file, from, to] of [
    [`${LESSON}.html`, 'More cores, one server</h1>', 'More cores, second build</h1>'],
    ['/measuring.html', 'How Loadstone measures</h1>', 'How the second build measures</h1>'],
    ['/offline.js', /'[0-9a-f]{16}'/, "'second-build'"],
  ] as const) {
    const path = join(folder, file);
    const text = readFileSync(path, 'utf8');
    expect(text.replace(from, to), file).not.toBe(text);
    writeFileSync(path, text.replace(from, to));
  }
  await page.goto(origin + LESSON);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('More cores, second build');
  await expect.poll(async () => (await keptPages()).names).toEqual(['loadstone-offline-second-build']);
  expect(before).not.toContain('loadstone-offline-second-build');
  cut();
  await page.goto(`${origin}/measuring`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('How the second build measures');
});

test('on the machine’s own address, whose ports are shared, nothing is kept', async () => {
  await page.goto(site.origin + LESSON, { waitUntil: 'networkidle' });
  expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0);
});
