import { statSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { type BrowserContextOptions, expect, type Page, test } from '@playwright/test';
import { addressOf, pageKinds, pagesOf } from '../scripts/site/page-kinds.ts';
import { finishedSite } from './static-server.ts';

/** What holds of every page of the finished export, whatever its kind. */
const out = join(import.meta.dirname, '..', 'out');
/** Pages of one kind are made by one template; the largest show the most of it. */
const OF_A_KIND = 2;
/** A busy machine is slow, not wrong. */
const ALL_PAGES_MS = 6 * 60_000;
const WIDTHS = [360, 390, 1440, 2560];
const addresses = pageKinds.flatMap((kind) =>
  pagesOf(out)
    .filter((page) => page.kind === kind)
    .sort((a, b) => statSync(join(out, b.file)).size - statSync(join(out, a.file)).size)
    .slice(0, OF_A_KIND)
    .map(({ file }) => addressOf(file)),
);

test.describe.configure({ timeout: ALL_PAGES_MS });

const site = finishedSite();
test.beforeAll(() => {
  // Before the site is built there is nothing to hold.
  expect(addresses).toContain('/404');
});

/** Opens a page and starts its live parts, as a reader does who reaches the first one. */
async function open(page: Page, address: string): Promise<void> {
  await page.goto(site.origin + address);
  const live = page.locator('[data-live]');
  if ((await live.count()) === 0) return;
  // What lies in a closed part is not near; the reader opens that first.
  await live.first().evaluate((part) => part.closest('details')?.setAttribute('open', ''));
  await live.first().scrollIntoViewIfNeeded();
  await page.locator('html[data-awake]').waitFor({ state: 'attached' });
}

async function violations(page: Page): Promise<string[]> {
  const found = await new AxeBuilder({ page }).analyze();
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}

/** Pictures without words for those who do not see them, and charts without the table of their numbers. */
const silent = (page: Page) =>
  page.evaluate(() => {
    const words = (one: Element) =>
      one.ariaLabel ??
      one.querySelector(':scope > title')?.textContent ??
      (one instanceof HTMLImageElement ? one.alt : '');
    const mute = [...document.querySelectorAll('svg, img, canvas')].filter(
      (one) => !one.closest('[aria-hidden="true"], .xterm') && words(one).length < 10,
    );
    // A chart of measured values describes them; the first page shows one, and leads to its lesson.
    const bare = document.querySelector('svg[role="img"] > desc') && !document.querySelector('table');
    return [
      ...mute.map((one) => `a picture without a sentence: ${one.outerHTML.slice(0, 200)}`),
      ...(bare && location.pathname !== '/' ? ['a chart without a table'] : []),
    ];
  });

const themes: { name: string; as: BrowserContextOptions; check: (page: Page) => Promise<string[]> }[] = [
  { name: 'light', as: { colorScheme: 'light' }, check: silent },
  {
    name: 'dark, with reduced motion',
    as: { colorScheme: 'dark', reducedMotion: 'reduce' },
    check: async (page) =>
      (await page.evaluate(() => document.getAnimations().length)) > 0 ? ['something moves'] : [],
  },
];
for (const { name, as, check } of themes)
  test(`every page is accessible, and its console empty: ${name}`, async ({ browser }) => {
    const context = await browser.newContext(as);
    const page = await context.newPage();
    const faults: string[] = [];
    let address = '';
    page.on('console', (message) => message.type() === 'error' && faults.push(`${address}: ${message.text()}`));
    page.on('pageerror', (error) => faults.push(`${address}: ${error.message}`));
    for (address of addresses) {
      await open(page, address);
      const found = [...(await violations(page)), ...(await check(page))];
      faults.push(...found.map((fault) => `${address}: ${fault}`));
    }
    await context.close();
    expect(faults).toEqual([]);
  });

test(`no page scrolls sideways at ${WIDTHS.join(', ')} pixels`, async ({ page }) => {
  const wide: string[] = [];
  for (const address of addresses) {
    await open(page, address);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 });
      const needed = await page.evaluate(() => document.documentElement.scrollWidth);
      if (needed > width) wide.push(`${address} needs ${needed} pixels of ${width}`);
    }
  }
  expect(wide).toEqual([]);
});
