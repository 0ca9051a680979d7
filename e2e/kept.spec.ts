import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { type RunningHub, removeData, startHub } from './hub.ts';
import { finishedSite } from './static-server.ts';

/** What a reader leaves: on change, across starts and ports, as a file, and away again. */
const LESSON = '/lessons/more-cores-one-server';
const NOTE = 'Workers, not threads, were the limit.';

async function writeNote(page: Page, origin: string, text: string): Promise<void> {
  await page.goto(origin + LESSON);
  const note = page.getByLabel('Your notes on this lesson');
  await note.scrollIntoViewIfNeeded();
  await page.locator('html[data-awake]').waitFor({ state: 'attached' });
  await note.fill(text);
  await expect
    .poll(() => page.evaluate(() => localStorage.getItem('loadstone.state.note.more-cores-one-server')))
    .toContain(text);
}

const noteOf = async (page: Page, origin: string) => {
  await page.goto(origin + LESSON);
  const note = page.getByLabel('Your notes on this lesson');
  await note.scrollIntoViewIfNeeded();
  return note;
};

const site = finishedSite();

test('a note is kept as it is written, exported, erased when asked twice, and taken in again after a preview', async ({
  page,
}) => {
  const { origin } = site;
  await writeNote(page, origin, NOTE);
  await expect(await noteOf(page, origin)).toHaveValue(NOTE);

  await page.goto(`${origin}/kept`);
  const kept = page.getByRole('region', { name: 'What is kept of you' });
  await expect(kept.getByRole('row', { name: /^Notes 1/ })).toBeVisible();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    kept.getByRole('button', { name: 'Download everything as one file' }).click(),
  ]);
  const file = await download.path();

  await kept.getByRole('button', { name: 'Erase everything' }).click();
  await kept.getByRole('button', { name: 'Keep it' }).click();
  await expect(kept.getByRole('row', { name: /^Notes 1/ })).toBeVisible();
  await kept.getByRole('button', { name: 'Erase everything' }).click();
  await kept.getByRole('button', { name: 'Erase it all' }).click();
  await expect(kept.getByText('Nothing yet.')).toBeVisible();
  await expect(await noteOf(page, origin)).toHaveValue('');

  await page.goto(`${origin}/kept`);
  const choose = kept.getByLabel('Import such a file');
  await choose.setInputFiles({ name: 'other.json', mimeType: 'application/json', buffer: Buffer.from('{}') });
  await expect(kept.getByRole('status')).toHaveText(/^other\.json: this is no file of kept things/);
  await choose.setInputFiles(file);
  await expect(kept.getByText('Nothing has changed yet.')).toBeVisible();
  await expect(kept.getByText(/^New here: \d+ values?/)).toBeVisible();
  await kept.getByRole('button', { name: 'Take it in' }).click();
  await expect(kept.getByRole('row', { name: /^Notes 1/ })).toBeVisible();
  await expect(await noteOf(page, origin)).toHaveValue(NOTE);
});

test.describe('with a sandbox', () => {
  const data = mkdtempSync(join(tmpdir(), 'loadstone-kept-'));
  let hub: RunningHub;
  test.afterAll(async () => {
    await hub.end();
    removeData(data);
  });

  test('what the browser held before the first sign-in is there after the next start, in another browser and on another port', async ({
    browser,
  }) => {
    hub = await startHub(data);
    const first = await browser.newContext({ colorScheme: 'light' });
    const page = await first.newPage();
    // Read, written and set while this browser has no key.
    await writeNote(page, hub.origin, NOTE);
    await page.locator('[data-lesson-end]').scrollIntoViewIfNeeded();
    await expect.poll(() => page.evaluate(() => localStorage.getItem('loadstone.done'))).toContain('more-cores');
    await page.locator('#theme').click();
    await page.locator('#theme').click();
    await page.goto(hub.url);
    await expect(page).not.toHaveURL(/start/);
    await first.close();

    const port = new URL(hub.origin).port;
    await hub.end();
    hub = await startHub(data);
    expect(new URL(hub.origin).port).not.toBe(port);
    const second = await browser.newContext({ colorScheme: 'light' });
    const other = await second.newPage();
    await other.goto(hub.url);
    await expect(other).toHaveURL(`${hub.origin}/`);
    await expect(other.locator('html[data-theme=dark]')).toBeAttached();
    await expect(other.locator('[data-lesson="more-cores-one-server"]').first()).toHaveAttribute('data-done', '');
    await expect(await noteOf(other, hub.origin)).toHaveValue(NOTE);
    await second.close();
  });
});
