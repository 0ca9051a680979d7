import { expect, type Locator, type Page, test } from '@playwright/test';
import { finishedSite } from './static-server.ts';

/** Predictions and questions of a lesson, as a static host serves them: by keys, by touch, kept, and without a script. */
const LESSON = '/lessons/more-cores-one-server';
const site = finishedSite();

const awake = (page: Page) => page.locator('html[data-awake]').waitFor({ state: 'attached' });
const prediction = (page: Page, ask: RegExp) => page.getByRole('region', { name: ask });
const curve = (page: Page) => prediction(page, /How does the work of each server grow/);
const rank = (page: Page) => prediction(page, /Put the five in the order/);
const choice = (page: Page) => prediction(page, /only one connection sends it/);
const number = (page: Page) => prediction(page, /How many cores does node\/http keep busy/);
const cameOf = (page: Page) => page.getByRole('list', { name: 'What you predicted' }).getByRole('listitem');

async function open(page: Page): Promise<void> {
  await page.goto(site.origin + LESSON);
  await curve(page).scrollIntoViewIfNeeded();
  await awake(page);
}

/** What moved without the reader's doing. */
async function watchShifts(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const seen = window as unknown as { moved: string[] };
    seen.moved = [];
    interface Shift extends PerformanceEntry {
      hadRecentInput: boolean;
      sources: { node: Node | null }[];
    }
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as Shift[])
        if (!entry.hadRecentInput)
          seen.moved.push(...entry.sources.map(({ node }) => node?.textContent?.slice(0, 60) ?? ''));
    }).observe({ type: 'layout-shift', buffered: true });
  });
  return () => page.evaluate(() => (window as unknown as { moved: string[] }).moved);
}

async function scrollThrough(page: Page): Promise<void> {
  const height = await page.evaluate(() => document.body.scrollHeight);
  for (let y = 0; y < height; y += 450) {
    await page.evaluate((top) => scrollTo({ top, behavior: 'instant' }), y);
    await page.waitForTimeout(60);
  }
}

test('with keys alone every kind is predicted, kept over a reload, and told against the result', async ({ page }) => {
  const shift = await watchShifts(page);
  await open(page);

  const handle = curve(page).getByRole('slider').first();
  await handle.focus();
  for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowUp');
  await expect(handle).toHaveAttribute('aria-valuetext', '1.20 times the work of one core');

  const bar = rank(page).getByRole('button', { name: /^rust\/axum, place/ });
  await bar.focus();
  await page.keyboard.press('Home');
  await expect(bar).toHaveAccessibleName(/^rust\/axum, place 1 of 5/);
  await expect(bar).toBeFocused();

  await choice(page).getByRole('radio').first().focus();
  await page.keyboard.press('ArrowDown');
  await expect(choice(page).getByRole('radio').nth(1)).toBeChecked();

  await number(page).getByRole('textbox').first().focus();
  await page.keyboard.type('many');
  await page.keyboard.press('Enter');
  await expect(number(page).getByRole('status')).toHaveText('Write a number first, such as 250 or 0.5.');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('1.5');
  await page.keyboard.press('Enter');
  await expect(number(page).getByText(/^Kept: .* before you had seen a result\.$/)).toBeVisible();
  // What is saved once the hand rests.
  await page.waitForTimeout(500);

  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await open(page);
    await scrollThrough(page);
    await expect(handle).toHaveAttribute('aria-valuetext', '1.20 times the work of one core');
    await expect(bar).toHaveAccessibleName(/^rust\/axum, place 1 of 5/);
    await expect(choice(page).getByRole('radio').nth(1)).toBeChecked();
    await expect(number(page).getByRole('textbox').first()).toHaveValue('1.5');
    await expect(cameOf(page).nth(0)).toContainText(/you drew 1\.20 times, measured [\d.]+ times/);
    await expect(cameOf(page).nth(2)).toContainText(/pairs (is|are) in the order you said/);
    await expect(cameOf(page).nth(1)).toContainText(/You chose “Something/);
    await expect(cameOf(page).nth(3)).toContainText(/you said 1\.5 cores, 0\.75 to 3 cores; measured [\d.]+ cores/);
    expect(await shift(), `${width} px`).toEqual([]);
  }

  await curve(page).getByRole('button', { name: 'Start over' }).click();
  await expect(handle).toHaveAttribute('aria-valuetext', 'not drawn yet');
  await handle.focus();
  await page.keyboard.press('ArrowUp');
  await expect(curve(page).getByText(/after you had seen a result/)).toBeVisible();
});

test.describe('by touch on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('every kind is predicted by a finger', async ({ page }) => {
    // A tap while the page still scrolls smoothly only stops it.
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await open(page);
    const board = curve(page).getByRole('group');
    await board.scrollIntoViewIfNeeded();
    const { x, y, width, height } = (await board.boundingBox()) as {
      x: number;
      y: number;
      width: number;
      height: number;
    };
    await page.touchscreen.tap(x + width * 0.92, y + height * 0.3);
    await expect(curve(page).getByRole('slider').first()).toHaveAttribute('aria-valuetext', /times the work/);

    await choice(page).getByText('Something: more than 10 %').tap();
    await expect(choice(page).getByRole('radio').nth(1)).toBeChecked();

    const down = rank(page).getByRole('button', { name: 'Move node/http down' });
    await down.tap();
    await expect(rank(page).getByRole('button', { name: /^node\/http, place 2 of 5/ })).toBeVisible();

    await dragByFinger(
      page,
      rank(page).getByRole('button', { name: /^node\/http, place 2/ }),
      rank(page).getByRole('listitem').last(),
    );
    await expect(rank(page).getByRole('button', { name: /^node\/http, place 5 of 5/ })).toBeVisible();

    await number(page).getByRole('textbox').first().fill('1,2');
    await number(page).getByRole('button', { name: 'Keep' }).tap();
    await expect(number(page).getByRole('textbox').nth(2)).toHaveValue('2.4');
  });
});

/** A finger that goes down on one element and up on another, through the browser's own touch input. */
async function dragByFinger(page: Page, from: Locator, to: Locator): Promise<void> {
  await from.scrollIntoViewIfNeeded();
  const middle = async (element: Locator) => {
    const { x, y, height } = (await element.boundingBox()) as { x: number; y: number; height: number };
    return { x: x + 40, y: y + height / 2 };
  };
  const [start, end] = [await middle(from), await middle(to)];
  const client = await page.context().newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: { x: number; y: number }[]) =>
    client.send('Input.dispatchTouchEvent', { type, touchPoints });
  await touch('touchStart', [start]);
  for (let i = 1; i <= 5; i++) await touch('touchMove', [{ x: start.x, y: start.y + ((end.y - start.y) * i) / 5 }]);
  // It rests before it leaves: after a flick the browser takes the next tap as the end of a fling.
  await page.waitForTimeout(300);
  await touch('touchMove', [{ x: start.x, y: end.y }]);
  await touch('touchEnd', []);
}

test('what was drawn before the form changed still opens', async ({ page }) => {
  await page.addInitScript(() => {
    const kept = {
      v: 1,
      experiment: 'cores',
      savedAt: '2026-01-01T10:00:00.000Z',
      curves: {
        'node-http': [
          { cores: 1, speedUp: 1 },
          { cores: 2, speedUp: 1.4 },
        ],
      },
    };
    localStorage.setItem('loadstone.state.prediction.cores', JSON.stringify({ value: kept, savedAt: kept.savedAt }));
  });
  await open(page);
  await expect(curve(page).getByRole('slider').first()).toHaveAttribute('aria-valuetext', /^1\.40 times/);
});

test('without a script predictions and questions can be read, and a number has its answer', async ({ browser }) => {
  const page = await browser.newPage({ javaScriptEnabled: false });
  await page.goto(site.origin + LESSON);
  for (const part of [curve, rank, choice, number]) await expect(part(page)).toBeVisible();
  await expect(rank(page).getByText('rust/hyper, 1 connection', { exact: true })).toBeVisible();
  await page.getByText('The answer', { exact: true }).first().click();
  await expect(page.getByRole('group', { name: /event loop calculates 20 ms/ })).toContainText('50 requests a second');
  const several = page.getByRole('group', { name: /^Which of these can keep/ });
  const [first] = await several.getByRole('checkbox').all();
  await first?.check();
  await expect(several.getByRole('status').first()).toBeVisible();
  await page.close();
});

test('answers stand in the order of the reader, the same before and after the page is awake', async ({ page }) => {
  const says = () =>
    page
      .getByRole('group', { name: /single thread/ })
      .locator('label')
      .evaluateAll((labels) =>
        labels
          .map((label) => ({ text: label.textContent?.trim(), top: label.getBoundingClientRect().top }))
          .sort((a, b) => a.top - b.top)
          .map(({ text }) => text),
      );
  const orders = new Set<string>();
  for (const deal of ['1', '3', '5']) {
    await page.goto(site.origin);
    await page.evaluate((own) => localStorage.setItem('loadstone.deal', own), deal);
    await page.goto(site.origin + LESSON);
    const asleep = await says();
    await page.getByRole('group', { name: /single thread/ }).scrollIntoViewIfNeeded();
    await awake(page);
    await expect(page.getByRole('group', { name: /single thread/ }).locator('[data-shuffle]')).toHaveCount(0);
    expect(await says()).toEqual(asleep);
    orders.add(asleep.join());
  }
  expect(orders.size).toBeGreaterThan(1);
});

test('an answer is kept, comes back without moving what is read, and can be given again', async ({ page }) => {
  const question = page.getByRole('group', { name: /single thread/ });
  await page.goto(site.origin + LESSON);
  await question.scrollIntoViewIfNeeded();
  await awake(page);
  await question.getByText('One', { exact: true }).click();
  await expect(question.getByText(/^Right\. Kept/)).toBeVisible();
  await page.waitForTimeout(500);
  const shift = await watchShifts(page);
  await page.goto('about:blank');
  await page.goto(`${site.origin + LESSON}#check-yourself`);
  await awake(page);
  await expect(question.getByText(/^Right\. Kept/)).toBeVisible();
  await page.waitForTimeout(300);
  expect(await shift()).toEqual([]);
  await question.getByRole('button', { name: 'Answer again' }).click();
  await expect(question.getByText('Choose one.')).toBeVisible();
  await expect(question.getByRole('radio', { checked: true })).toHaveCount(0);
});

test('a number is judged within its tolerance, and a measured question says what it was measured on', async ({
  page,
}) => {
  await open(page);
  const typed = page.getByRole('group', { name: /event loop calculates 20 ms/ });
  await typed.getByRole('textbox').fill('64');
  await typed.getByRole('textbox').press('Enter');
  await expect(typed).toContainText('Not quite. The answer: 50 requests');
  await typed.getByRole('textbox').fill('50');
  await typed.getByRole('button', { name: 'Check' }).click();
  await expect(typed).toContainText('Right: 50 requests');
  const measured = page.getByRole('group', { name: /^With one connection/ });
  await measured.getByText('About one', { exact: true }).click();
  await expect(measured.getByRole('status')).toContainText(/As recorded: [\d.]+ .*Your own run decides/);
});
