import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { finishedSite } from './static-server.ts';

/** The search and the keys, on the finished export as a static host serves it. */
const LESSON = '/lessons/more-cores-one-server';
const site = finishedSite();

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Search' });
const field = (page: Page) => page.getByRole('searchbox', { name: 'Search the course' });

test('nothing of the search is fetched before it is opened, and nothing comes from elsewhere', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(site.origin + LESSON, { waitUntil: 'networkidle' });
  expect(asked.filter((url) => url.includes('/search/'))).toEqual([]);
  await page.getByRole('button', { name: 'Search' }).click();
  await expect(field(page)).toBeFocused();
  expect(asked.filter((url) => url.includes('/search/')).length).toBeGreaterThan(2);
  expect(asked.filter((url) => !url.startsWith(site.origin) && !url.startsWith('data:'))).toEqual([]);
});

test('a reader finds a claim, a term, an experiment and a server, and opens one by keys alone', async ({ page }) => {
  await page.goto(site.origin);
  await page.keyboard.press('/');
  await expect(field(page)).toBeFocused();
  for (const [query, kind] of [
    ['event loop', 'Term'],
    ['cores node', 'Claim'],
    ['lost updates', 'Experiment'],
    ['rust hyper', 'Under test'],
    ['one event loop several', 'Lesson'],
  ] as const) {
    await field(page).fill(query);
    await expect(dialog(page).getByRole('link').filter({ hasText: kind }).first()).toBeVisible();
  }
  await field(page).fill('worker thread');
  await expect(dialog(page).getByRole('status')).toContainText(/\d+ places?/);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  const first = dialog(page).getByRole('link').first();
  await expect(first).toBeFocused();
  const target = await first.getAttribute('href');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(site.origin + target);
});

test('Escape closes the search and gives the focus back', async ({ page }) => {
  await page.goto(site.origin + LESSON);
  await page.getByRole('button', { name: 'Search' }).focus();
  await page.keyboard.press('Control+k');
  await expect(field(page)).toBeFocused();
  await field(page).fill('thraed');
  await expect(dialog(page).getByRole('status')).toContainText('“thraed” stands nowhere; this is for “thread”.');
  await field(page).fill('xyzzyx');
  await expect(dialog(page).getByRole('status')).toContainText('Nothing has all of these words.');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(dialog(page)).toBeHidden();
  await expect(page.getByRole('button', { name: 'Search' })).toBeFocused();
});

for (const colorScheme of ['light', 'dark'] as const)
  test(`the open search has no accessibility violation in ${colorScheme}`, async ({ browser }) => {
    const context = await browser.newContext({ colorScheme });
    const page = await context.newPage();
    await page.goto(site.origin);
    await page.keyboard.press('/');
    await field(page).fill('thread');
    await expect(dialog(page).getByRole('link').first()).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    await context.close();
  });

test('without JavaScript there is no search button', async ({ browser }) => {
  const page = await browser.newPage({ javaScriptEnabled: false });
  await page.goto(site.origin);
  await expect(page.locator('#search-open')).toBeHidden();
  await page.close();
});

test('when the index cannot be had the search says so, and tries again at the next letter', async ({ page }) => {
  await page.route('**/search/index.json', (route) => route.abort());
  await page.goto(site.origin);
  await page.keyboard.press('/');
  await field(page).fill('loop');
  await expect(dialog(page).getByRole('status')).toContainText('could not be loaded');
  await page.unroute('**/search/index.json');
  await field(page).fill('loops');
  await expect(dialog(page).getByRole('link').first()).toBeVisible();
});

test('? lists every key; two keys go to a place; keys rest in fields', async ({ page }) => {
  await page.goto(site.origin + LESSON);
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keys' });
  for (const what of ['search', 'experiments', 'ledger', 'runs', 'next lesson', 'previous lesson'])
    await expect(help.getByText(what).first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();
  await page.keyboard.press('/');
  await field(page).fill('');
  await page.keyboard.type('gl?');
  await expect(field(page)).toHaveValue('gl?');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  for (const key of ['ArrowLeft', 'ArrowRight', 'n', 'p', 'l']) await page.keyboard.press(key);
  expect(page.url()).toBe(site.origin + LESSON);
  for (const [key, path] of [
    ['l', '/ledger'],
    ['e', '/experiments'],
    ['r', '/runs'],
    ['h', '/'],
  ] as const) {
    await page.keyboard.press('g');
    await page.keyboard.press(key);
    await expect(page).toHaveURL(site.origin + path);
    await page.locator('html[data-shell]').waitFor({ state: 'attached' });
  }
});

test('one switch turns all keys off, and stays off', async ({ page }) => {
  await page.goto(site.origin);
  await page.keyboard.press('?');
  await page.getByRole('checkbox', { name: 'Use these keys' }).uncheck();
  await page.keyboard.press('Escape');
  await page.goto(site.origin + LESSON);
  for (const key of ['?', '/', 'Control+k', 'g', 'h']) await page.keyboard.press(key);
  await expect(page.locator('dialog[open]')).toHaveCount(0);
  expect(page.url()).toBe(site.origin + LESSON);
  await page.getByRole('button', { name: 'Keys', exact: true }).click();
  await page.getByRole('checkbox', { name: 'Use these keys' }).check();
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  await expect(field(page)).toBeFocused();
});
