import { expect, test } from '@playwright/test';
import { complaints } from './complaints.ts';
import { type RunningHub, removeData, startHub } from './hub.ts';
import { finishedSite } from './static-server.ts';

const LESSON = '/lessons/more-cores-one-server';
const EXPERIMENT = 'Experiment: More cores, one server';
/** Builds, and a whole run of the first tier, with room for a busy machine. */
const RUN_MS = 10 * 60_000;

test.describe('with a sandbox', () => {
  let hub: RunningHub;
  test.beforeAll(async () => {
    hub = await startHub();
  });
  test.afterAll(async () => {
    await hub.end();
    removeData(hub.data);
  });

  test('[F5] a reader opens the start link, predicts, runs, leaves and comes back, compares, uses the terminal and finds all of it again', async ({
    page,
  }) => {
    test.setTimeout(RUN_MS);
    const errors = complaints(page);

    await test.step('the start link signs in once and leaves no secret in the address', async () => {
      await page.goto(hub.url);
      await expect(page).toHaveURL(`${hub.origin}/`);
      expect(await page.evaluate(() => localStorage.getItem('loadstone.key'))).toBeTruthy();
    });

    await page.goto(hub.origin + LESSON);
    const experiment = page.getByRole('region', { name: EXPERIMENT });

    await test.step('a prediction is drawn by keyboard and kept', async () => {
      const handle = page.getByRole('slider').first();
      await handle.scrollIntoViewIfNeeded();
      await handle.focus();
      for (let i = 0; i < 3; i++) await handle.press('ArrowUp');
      await expect(handle).toHaveAttribute('aria-valuetext', /\d/);
    });
    const drawn = await page.getByRole('slider').first().getAttribute('aria-valuetext');

    await test.step('a run starts by a key, which keeps its place, and points arrive while it measures', async () => {
      await experiment.scrollIntoViewIfNeeded();
      // The compilers may still be at work on a fresh machine; the bar says so once it is connected.
      await expect(experiment.getByText('Runs on this machine, on its own cores.')).toBeVisible({ timeout: RUN_MS });
      await expect(experiment.getByRole('list', { name: 'Builds under way' })).toHaveCount(0, { timeout: RUN_MS });
      await experiment.getByRole('radio', { name: /Look/ }).check({ force: true });
      await experiment.getByRole('button', { name: 'Run', exact: true }).press('Enter');
      await expect(experiment).toContainText('Live on this machine', { timeout: 60_000 });
      await expect(experiment.getByRole('button', { name: 'Stop' })).toBeFocused();
      await expect(experiment.getByText(/Step \d+ of \d+/)).toBeVisible();
    });

    await test.step('meanwhile the terminal reaches a server started from the reader’s own copy of the source', async () => {
      const terminal = page.getByRole('region', { name: 'Terminal' });
      await terminal.getByRole('button', { name: 'Open a terminal' }).click();
      const screen = terminal.locator('.xterm-rows');
      await expect(screen).toContainText('lab:~$');
      await page.keyboard.type('serve node/http &\n');
      await expect(screen).toContainText('"ready"');
      await page.keyboard.type('curl -s 127.0.0.1:8080/ping; echo " from $((40+2))"\n');
      await expect(screen).toContainText('pong from 42');
      await page.keyboard.type('kill %1\n');
      await page.keyboard.press('Shift+Tab');
      await expect(terminal.locator('.xterm-helper-textarea')).not.toBeFocused();
    });

    await test.step('the page is left during the run, and whoever comes back finds it going on', async () => {
      await page.goto('about:blank');
      await page.goto(hub.origin + LESSON);
      await experiment.scrollIntoViewIfNeeded();
      await expect(experiment).toContainText('Live on this machine', { timeout: 60_000 });
    });

    await test.step('the run ends with what was measured beside what was drawn', async () => {
      await expect(experiment.getByRole('button', { name: 'Run', exact: true })).toBeVisible({ timeout: RUN_MS });
      await expect(experiment.getByText('measured once').first()).toBeVisible();
      await expect(experiment.getByText(/you drew [\d.]+ times, measured [\d.]+ times/)).toBeVisible();
    });

    const permalink = await experiment.getByRole('link', { name: /r-/ }).first().getAttribute('href');
    await test.step('after a reload prediction and result are there', async () => {
      await page.reload();
      await page.getByRole('slider').first().scrollIntoViewIfNeeded();
      await expect(page.getByRole('slider').first()).toHaveAttribute('aria-valuetext', drawn as string);
      await page.goto(hub.origin + permalink);
      await expect(page.getByText('Look').first()).toBeVisible();
      await expect(page.getByRole('img').first()).toBeVisible();
      await page.goto(`${hub.origin}/runs`);
      await expect(page.locator(`a[href="${permalink}"]`)).toBeVisible();
    });

    await test.step('a run that is to decide looks at the machine first, and then measures or says why it cannot', async () => {
      await page.goto(hub.origin + LESSON);
      await experiment.scrollIntoViewIfNeeded();
      await expect(experiment.getByText('Runs on this machine, on its own cores.')).toBeVisible();
      await experiment.getByRole('radio', { name: /Quick/ }).check({ force: true });
      await experiment.getByRole('button', { name: 'Run', exact: true }).click();
      const measures = experiment.getByText(/^Step [2-9] of \d+\. Measuring/);
      // Not the step before it, which says that it is checking whether they do.
      const refused = experiment.getByText(/its cores slow each other down, so half of them count/);
      await expect(measures.or(refused)).toBeVisible({ timeout: 60_000 });
      // The refusal stays and a step does not: by now the run may be between two steps.
      if (!(await refused.isVisible())) await experiment.getByRole('button', { name: 'Stop' }).click();
      await expect(experiment.getByRole('button', { name: 'Run', exact: true })).toBeVisible();
    });
    expect(errors).toEqual([]);
  });
});

test.describe('from a plain file server', () => {
  const site = finishedSite();

  test('the lesson shows the recorded run with machine and date, and the console stays empty', async ({ page }) => {
    const errors = complaints(page);
    await page.goto(site.origin + LESSON);
    const experiment = page.getByRole('region', { name: EXPERIMENT });
    await experiment.scrollIntoViewIfNeeded();
    await expect(experiment.getByText(/Recorded on .+, \d+ cores?, .*\d{4}/).first()).toBeVisible();
    await expect(experiment.getByRole('img').first()).toBeVisible();
    await experiment.getByRole('button', { name: 'Run', exact: true }).click();
    await expect(experiment.getByText(/comes without a sandbox/)).toBeVisible();
    await expect(experiment.getByText('Live on this machine')).toHaveCount(0);
    expect(errors).toEqual([]);
  });

  test('without JavaScript the recorded run is there all the same', async ({ browser }) => {
    const page = await browser.newPage({ javaScriptEnabled: false });
    await page.goto(site.origin + LESSON);
    await expect(page.getByText(/Recorded on .+, \d+ cores?/).first()).toBeVisible();
    await page.close();
  });
});
