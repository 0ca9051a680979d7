import { expect, test } from '@playwright/test';
import { finishedSite } from './static-server.ts';

/** The lesson on measuring, on the finished export as a static host serves it. */
const LESSON = '/lessons/how-to-measure';
const site = finishedSite();

test('both loads and the stall stand on the page before any script has run', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(site.origin + LESSON);
  const counts = page.getByRole('figure').filter({ hasText: 'Requests that waited at one time' });
  await expect(counts).toBeVisible();
  for (const load of ['closed loop', 'open loop']) await expect(counts.locator('figcaption')).toContainText(load);
  await expect(page.getByRole('figure').filter({ hasText: 'The same stall, met by two loads' })).toBeVisible();
  await context.close();
});

test('each experiment of a lesson has its own choice of how much to measure', async ({ page }) => {
  await page.goto(site.origin + LESSON);
  await expect(page.getByRole('radio', { name: /^Look/, checked: true })).toHaveCount(2);
  await page
    .getByRole('radio', { name: /^Standard/ })
    .first()
    .check();
  await expect(page.getByRole('radio', { name: /^Look/, checked: true })).toHaveCount(1);
  await expect(page.getByRole('radio', { name: /^Standard/, checked: true })).toHaveCount(1);
});
