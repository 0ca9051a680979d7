import { readFileSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { finishedSite } from './static-server.ts';

/** The ledger of claims on the finished export: whole without scripts, filtered and taken away with them. */
const site = finishedSite();

const CLAIM = 'scaling.16-cpu-node-uses-1';
const claims = (page: Page) => page.locator('main li:has(> details)');
const claim = (page: Page, id: string) => claims(page).filter({ has: page.locator(`[id="${id}"]`) });
/** The number of claims, as the page itself says it. */
const counted = async (page: Page) => Number.parseInt((await page.getByRole('status').first().textContent()) ?? '', 10);
async function open(page: Page, address: string): Promise<void> {
  await page.goto(site.origin + address);
  await page.locator('html[data-awake]').waitFor({ state: 'attached' });
}

test('without scripts every claim is there with its state, unfolds by key, and an anchor opens it', async ({
  browser,
}) => {
  const page = await browser.newPage({ javaScriptEnabled: false });
  await page.goto(`${site.origin}/ledger#${CLAIM}`);
  const one = claim(page, CLAIM);
  await expect(one.locator('summary')).toContainText(/Supported|Partly right|Misleading|Depends|False|Cannot be/);
  await expect(one.locator('dt').first()).toBeVisible();
  await expect(one).toBeInViewport();
  await expect(page.getByRole('searchbox')).toBeHidden();
  const other = claims(page).first();
  await expect(other.locator('dl')).toBeHidden();
  await other.locator('summary').press('Enter');
  await expect(other.locator('dl')).toBeVisible();
  await page.close();
});

test('by keyboard alone: search, choose, unfold, follow a link out; the address follows and brings it back', async ({
  page,
}) => {
  await open(page, '/ledger');
  const all = await counted(page);
  await page.getByRole('searchbox').focus();
  await page.keyboard.type('cores');
  await expect.poll(() => counted(page)).toBeLessThan(all);
  await page.getByLabel('What sources say').focus();
  await page.keyboard.type('Mis');
  await expect(page).toHaveURL(/\?q=cores&truth=misleading$/);
  await expect(page.locator('main summary').first()).toContainText('Misleading');
  const found = await counted(page);
  await page.reload();
  await expect(page.getByRole('searchbox')).toHaveValue('cores');
  await expect.poll(() => counted(page)).toBe(found);
  const summary = page.locator('main summary').first();
  await summary.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(page.locator('main details[open] a').first()).toBeFocused();
  await page.getByRole('button', { name: 'Show all' }).press('Enter');
  await expect.poll(() => counted(page)).toBe(all);
  await expect(page).toHaveURL(`${site.origin}/ledger`);
});

test('what an address asks for and nobody can choose is ignored; a claim it names is shown whatever it filters', async ({
  page,
}) => {
  await open(page, '/ledger?truth=wrong&theme=nothing');
  const all = await counted(page);
  expect(all).toBeGreaterThan(20);
  await open(page, `/ledger?theme=eventloop#${CLAIM}`);
  await expect(claim(page, CLAIM).locator('dl')).toBeVisible();
  await expect(claim(page, CLAIM)).toBeInViewport();
});

test('the ledger as it is shown goes into files, with the verdict of the reader', async ({ page }) => {
  const verdict = {
    claim: CLAIM,
    sentence: 'One core is enough.',
    metric: 'throughput',
    compared: true,
    outcome: 'does-not-hold',
    status: 'opened',
    ratio: 1.5,
    low: 1.4,
    high: 1.6,
    confidence: 0.95,
    blocks: 5,
    run: 'r-mine',
    experiment: 'cores',
    tier: 'standard',
    measuredAt: '2026-11-21T10:00:00.000Z',
    cpuModel: 'My own CPU',
    cores: 8,
  };
  await page.addInitScript(
    ([key, value]) => localStorage.setItem(key as string, value as string),
    [`loadstone.state.verdict.${CLAIM}`, JSON.stringify({ value: verdict, savedAt: verdict.measuredAt })],
  );
  await open(page, '/ledger?verdict=does-not-hold');
  await expect(claims(page)).toHaveCount(1);
  await expect(claim(page, CLAIM).locator('summary')).toContainText('Does not hold here');
  await claim(page, CLAIM).locator('summary').click();
  await expect(page.getByRole('link', { name: /Your standard run on My own CPU, 8 cores/ })).toHaveAttribute(
    'href',
    '/runs/r-mine',
  );
  const saved = async (label: string) => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: `Download ${label}` }).click(),
    ]);
    return readFileSync(await download.path(), 'utf8');
  };
  expect(await saved('Markdown')).toContain('1.50 times the throughput, between 1.40 and 1.60');
  expect((await saved('CSV')).trimEnd().split('\r\n')[1]).toMatch(/does-not-hold,1\.5,1\.4,1\.6,.*r-mine$/);
  const { claims: written } = JSON.parse(await saved('JSON'));
  expect(written.map(({ id, own }: { id: string; own: { run: string } }) => [id, own.run])).toEqual([
    [CLAIM, 'r-mine'],
  ]);
});

test('a lesson shows what sources say only at its end, and leads to the entry', async ({ page }) => {
  await page.goto(`${site.origin}/lessons/more-cores-one-server`);
  const card = page.locator(`#claim-${CLAIM.replace('.', '-')}`);
  await expect(card).not.toContainText(/Misleading|Supported|Partly right|Depends|False/);
  await page.locator(`main a[href="/ledger#${CLAIM}"]`).click();
  await expect(claim(page, CLAIM).locator('dl')).toBeVisible();
});

test('on paper every claim is unfolded and no control is left', async ({ page }) => {
  await open(page, '/ledger?theme=eventloop');
  await page.emulateMedia({ media: 'print' });
  await expect(claims(page).first().locator('dl')).toBeVisible();
  await expect(page.getByRole('searchbox')).toBeHidden();
});
