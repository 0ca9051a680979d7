import { expect, type Page, test } from '@playwright/test';
import { finishedSite } from './static-server.ts';

/** The page of orderings, as a static host serves it: closed until asked, stepped by keys, whole without a script. */
const site = finishedSite();

const ordering = (page: Page) => page.getByRole('region', { name: 'Two async functions in turn', exact: true });
const player = (page: Page) => page.getByRole('region', { name: 'Trace: Two async functions in turn' });
const drawing = (page: Page) => player(page).getByRole('img');

async function open(page: Page): Promise<void> {
  await page.goto(`${site.origin}/orderings`);
  await ordering(page).getByText('What it printed').click();
}

test('a trace is stepped by button and by the arrow keys, both ways, and marks the line that runs', async ({
  page,
}) => {
  await open(page);
  await page.locator('html[data-awake]').waitFor({ state: 'attached' });
  const status = player(page).getByRole('status');
  await player(page).getByRole('button', { name: 'Step through' }).click();
  await expect(status).toContainText('Step 1 of');
  const slider = player(page).getByRole('slider', { name: 'Step' });
  await slider.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(status).toContainText('It prints “left 1”. Line 2.');
  await expect(player(page).locator('li[data-now]')).toContainText('console.log(name, 1)');
  await page.keyboard.press('ArrowLeft');
  await expect(status).toContainText('Step 2 of');
  await page.keyboard.press('End');
  await expect(player(page).getByRole('button', { name: 'Next' })).toBeDisabled();
  await player(page).getByRole('button', { name: 'All' }).click();
  await expect(status).toContainText('steps. Step through them');
});

test('without a script the whole trace and its table are there, and nothing that does not work', async ({
  browser,
}) => {
  const page = await browser.newPage({ javaScriptEnabled: false });
  await open(page);
  await expect(drawing(page)).toHaveAccessibleName(/The program printed “left 1”, “right 1”, “script”, “left 2”/);
  await expect(player(page).getByRole('button', { name: 'Step through' })).toBeHidden();
  await player(page).getByText('The numbers of this chart').click();
  await expect(player(page).getByRole('cell', { name: 'It prints “right 3”.' })).toBeVisible();
  await page.close();
});
