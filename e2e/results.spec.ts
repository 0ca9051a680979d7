import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { syntheticHost, syntheticResult } from '../components/charts/test/fixtures/synthetic-run.ts';
import type { Result } from '../protocol/result.ts';
import { askHub } from '../sandbox-server/hub/control.ts';
import { openStore } from '../sandbox-server/hub/store.ts';
import { complaints } from './complaints.ts';
import { type RunningHub, removeData, startHub } from './hub.ts';
import { finishedSite } from './static-server.ts';

/** Results as they are kept, compared, saved and brought from elsewhere; and a sandbox that goes and comes. */
const LESSON = '/lessons/more-cores-one-server';
const elsewhere: Result = {
  ...syntheticResult(4, 'standard'),
  run: 'r-elsewhere',
  host: { ...syntheticHost(4), cpuModel: 'Far CPU' },
};
const asFile = (result: unknown, name = 'run.json') => ({
  name,
  mimeType: 'application/json',
  buffer: Buffer.from(typeof result === 'string' ? result : JSON.stringify(result)),
});

async function importFile(page: Page, file: ReturnType<typeof asFile>): Promise<void> {
  const input = page.getByLabel('Import a result file');
  await input.scrollIntoViewIfNeeded();
  await page.locator('html[data-awake]').waitFor({ state: 'attached' });
  await input.setInputFiles(file);
}

test.describe('on a static host', () => {
  const site = finishedSite();

  test('a result of another machine is kept apart with its card, and is there after a reload', async ({ page }) => {
    const errors = complaints(page);
    await page.goto(`${site.origin}/runs`);
    await importFile(page, asFile(elsewhere));
    await expect(page).toHaveURL(/\/run\?of=i-[0-9a-f]{16}$/);
    await expect(page.getByText('Imported, measured on Far CPU, 4 cores')).toBeVisible();
    await page.reload();
    await expect(page.getByText('Imported, measured on Far CPU, 4 cores')).toBeVisible();
    await page.goto(`${site.origin}/runs`);
    const others = page.getByRole('region', { name: 'Imported results' });
    await expect(others.getByRole('row')).toHaveCount(2);
    await expect(page.getByRole('region', { name: 'Runs on this machine' })).toHaveCount(0);
    await others.getByRole('button', { name: /^Delete/ }).click();
    await others.getByRole('button', { name: /for ever$/ }).click();
    await expect(others).toHaveCount(0);
    expect(errors).toEqual([]);
  });

  test('a file that is no result gets one sentence, and nothing is kept of it', async ({ page }) => {
    await page.goto(`${site.origin}/runs`);
    for (const text of ['no json', '{"v":1}', '<html></html>']) {
      await importFile(page, asFile(text, 'other.json'));
      await expect(page.getByRole('alert').filter({ hasText: 'other.json' })).toHaveText(
        /^other\.json: this .+[.)]\.?$/,
      );
    }
    await expect(page.getByRole('region', { name: 'Imported results' })).toHaveCount(0);
  });

  test('two results stand on the same axes with ratios and all that differs; the address brings it back', async ({
    page,
  }) => {
    const errors = complaints(page);
    await page.goto(`${site.origin}/runs`);
    await importFile(page, asFile(elsewhere));
    await page.getByRole('link', { name: 'Compare with another run' }).click();
    await page.getByLabel('Result B').selectOption('recording:cores');
    const measured = page.getByRole('region', { name: 'Differences in what was measured' });
    await expect(measured.getByRole('columnheader', { name: 'A ÷ B' })).toBeVisible();
    await page.getByLabel('Metric').selectOption('throughput');
    await expect(measured).toContainText(/so do the machines|No difference|no interval/);
    await expect(page.getByText('This is no verdict')).toBeVisible();
    await expect(page.getByRole('region', { name: 'What else differs' })).toContainText('Far CPU');
    const rows = await measured.getByRole('row').allTextContents();
    await page.reload();
    await expect(page.getByLabel('Metric')).toHaveValue('throughput');
    await expect(measured.getByRole('row')).toHaveText(rows);
    expect(errors).toEqual([]);
  });

  test('a run saved as one page opens from disk, asks nothing of anybody, and is read again', async ({ page }) => {
    await page.goto(`${site.origin}/runs`);
    await importFile(page, asFile(elsewhere));
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download as one page' }).click(),
    ]);
    await expect(
      page.getByText('loopback of one machine'),
      '[CP10] a result says once what it cannot tell',
    ).toHaveCount(1);
    const saved = readFileSync(await download.path(), 'utf8');
    const file = join(mkdtempSync(join(tmpdir(), 'loadstone-page-')), 'run.html');
    writeFileSync(file, saved);
    const imported = page.url();

    const asked: string[] = [];
    const errors = complaints(page);
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(pathToFileURL(file).href);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(elsewhere.title);
    await expect(page.locator('svg[role=img]:visible').first()).toBeVisible();
    await expect(page.getByText('Far CPU').first()).toBeVisible();
    await expect(page.getByText(elsewhere.verdicts[0]?.sentence ?? 'none').first()).toBeVisible();
    await expect(page.locator('button, input, select, a[href]')).toHaveCount(0);
    expect(asked).toEqual([pathToFileURL(file).href]);
    expect(errors).toEqual([]);

    await page.goto(`${site.origin}/run`);
    await importFile(page, { ...asFile(saved, 'run.html'), mimeType: 'text/html' });
    await expect(page).toHaveURL(imported);
  });
});

test.describe('with a sandbox', () => {
  const data = mkdtempSync(join(tmpdir(), 'loadstone-results-'));
  let hub: RunningHub;
  const signIn = async (page: Page) => {
    // A start link works once; this is what `npm run url` prints.
    const { token } = (await askHub(data)) ?? {};
    await page.goto(`${hub.origin}/start#t=${token}`);
    await expect(page).toHaveURL(`${hub.origin}/`);
  };
  const keepRun = (store: ReturnType<typeof openStore>, result: Result) => {
    const { run, experiment, title, tier, plan, host, sources, startedAt } = result;
    store.createRun({ run, experiment, title, tier, plan, host, sources, startedAt });
    store.finishRun(run, result);
  };

  test.beforeAll(async () => {
    const store = openStore(join(data, 'loadstone.sqlite'));
    keepRun(store, { ...syntheticResult(2, 'look'), run: 'r-look' });
    keepRun(store, { ...syntheticResult(2, 'standard'), run: 'r-standard', startedAt: '2026-11-19T10:00:00.000Z' });
    store.close();
    hub = await startHub(data);
  });
  test.afterAll(async () => {
    await hub.end();
    removeData(data);
  });

  test('own runs are found by a filter and from their experiment, pinned, drawn under others, and deleted when asked twice', async ({
    page,
  }) => {
    await signIn(page);
    await page.goto(`${hub.origin}/runs/r-standard`);
    await page.getByRole('button', { name: 'Pin as baseline' }).click();
    await expect(page.getByRole('button', { name: 'Pinned as baseline' })).toBeVisible();
    await page.goto(`${hub.origin}/runs/r-look`);
    await expect(page.getByText(/^\s*baseline: Standard/).first()).toBeVisible();

    await page.goto(`${hub.origin}/runs`);
    const own = page.getByRole('region', { name: 'Runs on this machine' });
    await expect(own.getByRole('row').filter({ hasText: 'baseline' })).toContainText('Standard');
    await page.getByRole('combobox', { name: 'Measured' }).selectOption('look');
    await expect(own.getByRole('row')).toHaveCount(2);
    await page.reload();
    await expect(page.getByRole('combobox', { name: 'Measured' })).toHaveValue('look');
    await own.getByRole('button', { name: /^Delete .*r-look$/ }).click();
    await own.getByRole('button', { name: 'Keep' }).click();
    await own.getByRole('button', { name: /^Delete .*r-look$/ }).click();
    await own.getByRole('button', { name: /r-look for ever$/ }).click();
    await page.goto(`${hub.origin}/runs`);
    await expect(own.getByRole('row')).toHaveCount(2);
    await expect(own.getByRole('link', { name: /cores/ })).toHaveAttribute('href', '/runs/r-standard');

    await page.goto(hub.origin + LESSON);
    const experiment = page.getByRole('region', { name: 'Experiment: More cores, one server' });
    await experiment.scrollIntoViewIfNeeded();
    await expect(experiment.getByRole('link', { name: 'run r-standard' })).toHaveAttribute('href', '/runs/r-standard');
  });

  test('switching the sandbox off changes badges and nothing else; switching it on again reconnects', async ({
    context,
    page,
  }) => {
    const errors = complaints(page);
    await signIn(page);
    await page.addInitScript(() => {
      const seen = window as unknown as { shift: number };
      seen.shift = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) seen.shift += (entry as unknown as { value: number }).value;
      }).observe({ type: 'layout-shift', buffered: true });
    });
    await page.goto(hub.origin + LESSON);
    const experiment = page.getByRole('region', { name: 'Experiment: More cores, one server' });
    await experiment.scrollIntoViewIfNeeded();
    await expect(experiment.getByText('Live here')).toBeVisible();
    await expect(experiment.getByText('Connecting to the sandbox.')).toHaveCount(0);
    const shift = () => page.evaluate(() => (window as unknown as { shift: number }).shift);
    // Builds report for a while after a start; what is compared is the page once it is quiet.
    let height = -1;
    await expect
      .poll(
        async () => {
          const [last, now] = [height, await experiment.evaluate((one) => one.getBoundingClientRect().height)];
          height = now;
          return now - last;
        },
        { intervals: [2500] },
      )
      .toBe(0);
    const before = {
      faults: await page.getByText(/error|failed/i).count(),
      shift: await shift(),
      height: await experiment.evaluate((one) => one.getBoundingClientRect().height),
    };

    await hub.end();
    await expect(experiment.getByText('Recorded', { exact: true })).toBeVisible();
    await expect(page.locator('#badge')).toHaveText('Recorded runs');
    // Long enough for several attempts to find nobody.
    await page.waitForTimeout(4000);
    expect(await shift()).toBe(before.shift);
    expect(await experiment.evaluate((one) => one.getBoundingClientRect().height)).toBe(before.height);
    await expect(page.getByText(/error|failed/i)).toHaveCount(before.faults);
    expect(errors).toEqual([]);

    hub = await startHub(data, '--port', new URL(hub.origin).port);
    const other = await context.newPage();
    await signIn(other);
    await expect(experiment.getByText('Live here')).toBeVisible({ timeout: 40_000 });
    await expect(page.locator('#badge')).toHaveText('Live sandbox');
    expect(errors).toEqual([]);
  });

  test('a key that another tab brings while the old one is being refused opens the sandbox', async ({
    context,
    page,
  }) => {
    await page.goto(hub.origin);
    await page.evaluate(() => localStorage.setItem('loadstone.key', 'of-a-session-that-is-over'));
    const brought = Promise.withResolvers<void>();
    const asked = Promise.withResolvers<void>();
    await page.route('**/api/ticket', async (route) => {
      asked.resolve();
      await brought.promise;
      await route.continue();
    });
    await page.goto(hub.origin + LESSON);
    const experiment = page.getByRole('region', { name: 'Experiment: More cores, one server' });
    await experiment.scrollIntoViewIfNeeded();
    await asked.promise;
    await signIn(await context.newPage());
    const admitted = page.waitForResponse((answer) => answer.url().endsWith('/api/ticket') && answer.ok());
    brought.resolve();
    await admitted;
    await expect(page.locator('#badge')).toHaveText('Live sandbox');
    await expect(experiment.getByText('Live here')).toBeVisible();
  });
});
