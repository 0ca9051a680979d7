import { brotliCompressSync } from 'node:zlib';
import { expect, type Page, test } from '@playwright/test';
import { openExperiment, syntheticResult } from '../components/charts/test/fixtures/synthetic-run.ts';
import { finishedSite } from './static-server.ts';

/** The finished export as a static host serves it: what loads when, what moves, what works before React is there. */
const LESSON = '/lessons/more-cores-one-server';
const site = finishedSite();

/** Bytes of JavaScript fetched so far, as a host with brotli would send them. */
function scriptBytes(page: Page): () => Promise<number> {
  const bodies: Promise<number>[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script')
      bodies.push(response.body().then((body) => brotliCompressSync(body).length));
  });
  return async () => (await Promise.all(bodies)).reduce((sum, bytes) => sum + bytes, 0);
}

const awake = (page: Page) => page.locator('html[data-awake]').waitFor({ state: 'attached' });

test('a lesson loads the shell alone; its live parts come when the reader comes near', async ({ page }) => {
  const bytes = scriptBytes(page);
  await page.goto(site.origin + LESSON, { waitUntil: 'networkidle' });
  expect(await bytes()).toBeLessThan(5_000);
  await page.locator('#run-cores').scrollIntoViewIfNeeded();
  await awake(page);
  await page.waitForLoadState('networkidle');
  expect(await bytes()).toBeLessThan(260_000);
});

test('nothing moves while a lesson is read from top to end', async ({ page }) => {
  await page.addInitScript(() => {
    const seen = window as unknown as { shift: number };
    seen.shift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.shift += (entry as unknown as { value: number }).value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  for (const width of [390, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(site.origin + LESSON);
    const height = await page.evaluate(() => document.body.scrollHeight);
    for (let y = 0; y < height; y += 450) {
      await page.evaluate((top) => scrollTo({ top, behavior: 'instant' }), y);
      await page.waitForTimeout(60);
    }
    await awake(page);
    await page.waitForTimeout(500);
    expect(await page.evaluate(() => (window as unknown as { shift: number }).shift), `${width} px`).toBe(0);
  }
});

test('a run from a file shows its course in time, which keys can walk through, and its percentiles', async ({
  page,
}) => {
  const faults: string[] = [];
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  await page.goto(`${site.origin}/run`);
  const file = page.getByLabel('Import a result file');
  await file.scrollIntoViewIfNeeded();
  await awake(page);
  const result = JSON.stringify(syntheticResult(4, 'standard', openExperiment));
  await file.setInputFiles({ name: 'run.json', mimeType: 'application/json', buffer: Buffer.from(result) });
  const moment = page.getByRole('slider', { name: 'Moment of the run' });
  await moment.focus();
  await page.keyboard.press('Home');
  await expect(moment).toHaveAttribute(
    'aria-valuetext',
    /^0\.9 s: node\/http at 500 requests\/s, \d+ requests a second/,
  );
  await page.keyboard.press('End');
  await expect(moment).toHaveAttribute('aria-valuetext', /rust\/hyper at 4,000 requests\/s/);
  await expect(
    page.getByText(/99\.9 % of the requests at 4,000 requests\/s were answered within/).first(),
  ).toBeVisible();
  await page.getByLabel('Metric').selectOption('throughput');
  await expect(page.getByText(/^Throughput at 4,000 requests\/s/).first()).toBeVisible();
  expect(faults).toEqual([]);
});

test('every doubt and limit beside a number leads to its explanation', async ({ page }) => {
  await page.goto(site.origin + LESSON);
  const why = page.locator('#run-cores').getByRole('link', { name: 'Why?' });
  const targets = await why.evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
  expect(targets.length).toBeGreaterThan(0);
  await page.goto(site.origin + (targets[0] as string));
  for (const target of new Set(targets)) await expect(page.locator(target.replace('/measuring', ''))).toHaveCount(1);
});

test('the theme is chosen, kept, and there before the first paint', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto(site.origin);
  const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await paper();
  await page.locator('#theme').click();
  await page.locator('#theme').click();
  expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
  expect(await paper()).not.toBe(light);
  await page.goto(site.origin + LESSON, { waitUntil: 'commit' });
  await expect(page.locator('html[data-theme=dark]')).toBeAttached();
});

test('an answer shows its reason without any script', async ({ browser }) => {
  const page = await browser.newPage({ javaScriptEnabled: false });
  await page.goto(site.origin + LESSON);
  const question = page.getByRole('group', { name: /single thread/ });
  await expect(question.getByRole('status')).toHaveCount(0);
  await question.getByText('One', { exact: true }).click();
  await expect(question.getByRole('status')).toContainText('Right.');
  await page.close();
});

test('without a sandbox the sign-in page says so and asks nothing of the network', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => request.method() === 'POST' && asked.push(request.url()));
  await page.goto(`${site.origin}/start#t=secret`);
  await expect(page.locator('#start')).toContainText('no sandbox');
  expect(page.url()).toBe(`${site.origin}/start`);
  expect(asked).toEqual([]);
});
