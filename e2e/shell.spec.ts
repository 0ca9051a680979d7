import { expect, type Page, test } from '@playwright/test';
import { finishedSite } from './static-server.ts';

/** The frame of the site on a plain file server: ways through it, and what a reader sets once. */
const SLUG = 'more-cores-one-server';
const LESSON = `/lessons/${SLUG}`;
const PHONE = { width: 390, height: 844 };
/** More stops than any lesson has. */
const MOST_STOPS = 300;
const site = finishedSite();

/** Presses Tab until the focus is on what is looked for. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
  }
  throw new Error(`${MOST_STOPS} presses of Tab did not reach ${selector}.`);
}

test('on a phone a lesson is read with the keyboard alone, from the skip link to what comes next', async ({ page }) => {
  await page.setViewportSize(PHONE);
  await page.goto(site.origin + LESSON);

  await test.step('the first stop skips the head', async () => {
    await page.keyboard.press('Tab');
    await expect(page.getByRole('link', { name: 'Skip to the text' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.locator('#main')).toBeFocused();
  });

  await test.step('the drawer of lessons opens, names the lesson that is open, and gives the focus back', async () => {
    const button = page.getByRole('button', { name: 'Lessons' });
    await page.keyboard.press('Tab');
    await expect(button).toBeFocused();
    await page.keyboard.press('Enter');
    const tree = page.getByRole('navigation', { name: 'Lessons of the course' });
    await expect(tree.locator('[aria-current=page]')).toHaveText('More cores, one server');
    await page.keyboard.press('Tab');
    await expect(tree.getByRole('link', { name: 'The course' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(tree).toBeHidden();
    await expect(button).toBeFocused();
  });

  const contents = page.locator('#contents');
  await test.step('the list of sections leads to one of them and closes', async () => {
    await tabTo(page, '[popovertarget=contents]');
    await page.keyboard.press('Enter');
    await tabTo(page, '#contents a[href="#run"]');
    await page.keyboard.press('Enter');
    await expect(contents).toBeHidden();
    await expect(page).toHaveURL(/#run$/);
    await expect(page.getByRole('heading', { name: 'Run', exact: true })).toBeInViewport();
    await expect(contents.locator('[aria-current=location]')).toHaveText('Run');
  });

  await test.step('nothing on the way holds the focus, and the end leads on', async () => {
    await tabTo(page, '[data-lesson-end] a:last-child');
    await page.keyboard.press('Enter');
    await expect(page).not.toHaveURL(new RegExp(LESSON));
  });
});

test('a lesson that was read to the end is marked in the map, on the paths and in the tree', async ({ page }) => {
  await page.goto(site.origin + LESSON);
  await page.locator('[data-lesson-end]').scrollIntoViewIfNeeded();
  await expect.poll(() => page.evaluate(() => localStorage.getItem('loadstone.done'))).toBe(SLUG);
  for (const path of ['/', LESSON]) {
    await page.goto(site.origin + path);
    const links = await page.locator(`a[data-lesson="${SLUG}"]`).all();
    expect(links.length).toBeGreaterThan(0);
    for (const link of links) await expect(link).toHaveAttribute('data-done', '');
  }
});

test('theme and projector view are kept, and set before anything is painted', async ({ page }) => {
  await page.goto(site.origin);
  const size = () => page.evaluate(() => Number.parseFloat(getComputedStyle(document.documentElement).fontSize));
  const usual = await size();
  await page.locator('#theme').click();
  await page.locator('#projector').click();
  await expect(page.locator('#projector')).toHaveAttribute('aria-pressed', 'true');
  expect(await size()).toBeGreaterThan(usual);

  await page.addInitScript(() => {
    const seen = window as unknown as { setAt: Record<string, number> };
    seen.setAt = {};
    new MutationObserver((changes) => {
      for (const { attributeName } of changes) seen.setAt[attributeName ?? ''] ??= performance.now();
    }).observe(document, { attributes: true, subtree: true, attributeFilter: ['data-theme', 'data-view'] });
  });
  await page.goto(site.origin + LESSON);
  await expect(page.locator('html[data-theme=light][data-view=projector]')).toBeAttached();
  // The entry of a paint may come after the page has loaded.
  await expect.poll(() => page.evaluate(() => performance.getEntriesByName('first-paint').length)).toBe(1);
  const { painted, setAt } = await page.evaluate(() => ({
    painted: performance.getEntriesByName('first-paint')[0]?.startTime ?? 0,
    setAt: (window as unknown as { setAt: Record<string, number> }).setAt,
  }));
  for (const name of ['data-theme', 'data-view']) expect(setAt[name], name).toBeLessThanOrEqual(painted);

  await page.keyboard.press('g');
  await page.keyboard.press('v');
  await expect(page.locator('html[data-view]')).toHaveCount(0);
});

test('on a phone the menu holds every place and setting, without any script', async ({ browser }) => {
  const page = await browser.newPage({ javaScriptEnabled: false, viewport: PHONE });
  await page.goto(site.origin);
  const places = page.getByRole('navigation', { name: 'Site' });
  await expect(places).toBeHidden();
  await page.getByRole('button', { name: 'Menu' }).click();
  await expect(places.getByRole('link')).toHaveCount(7);
  await page.close();
});

test('nothing scrolls sideways in large type on a projector', async ({ page }) => {
  await page.addInitScript(() => localStorage.setItem('loadstone.view', 'projector'));
  await page.setViewportSize({ width: 1280, height: 720 });
  for (const path of ['/', LESSON, '/experiments', '/variants', '/ledger', '/runs', '/machine', '/glossary']) {
    await page.goto(site.origin + path);
    expect.soft(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), path).toBe(0);
  }
});
