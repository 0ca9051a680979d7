import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { complaints } from './complaints.ts';
import { type RunningHub, removeData, startHub } from './hub.ts';

/** A terminal as its reader has it: what a program prints, and what hands and ears can do. */
const LESSON = '/lessons/more-cores-one-server';

let hub: RunningHub;
test.beforeAll(async () => {
  hub = await startHub();
});
test.afterAll(async () => {
  await hub.end();
  removeData(hub.data);
});

/** One browser for the file: a start link works once. */
let page: Page;
test.beforeAll(async ({ browser }) => {
  page = await (await browser.newContext()).newPage();
  await page.goto(hub.url);
  await expect(page).toHaveURL(`${hub.origin}/`);
});
test.afterAll(() => page.context().close());

const region = () => page.getByRole('region', { name: 'Terminal' });
const screen = () => region().locator('.xterm-rows');

/** The shell of this tab is found again. */
test.beforeEach(async () => {
  await page.goto(hub.origin + LESSON);
  await region().scrollIntoViewIfNeeded();
  const door = region().getByRole('button', { name: 'Open a terminal' });
  await door.click();
  await expect(screen()).toContainText('lab:~$', { timeout: 60_000 });
  await type('clear');
});

async function type(command: string): Promise<void> {
  await region().getByRole('group').press('Enter');
  await page.keyboard.type(`${command}\n`);
}

test('[T9] a program can neither write to the clipboard nor ask for it', async () => {
  await page.evaluate(() => {
    const noted: string[] = [];
    Object.assign(window, { noted });
    navigator.clipboard.writeText = async (text) => void noted.push(text);
  });
  await type(`printf '\\033]52;c;aGVsbG8=\\007\\033]52;c;?\\007'; echo done-$((40+2))`);
  await expect(screen()).toContainText('done-42');
  expect(await page.evaluate(() => (window as unknown as { noted: string[] }).noted)).toEqual([]);
  await type('echo nothing-$((40+3))-typed');
  await expect(screen()).toContainText('nothing-43-typed');
});

test('[T10] the title of a program is plain, short, and not that of the page', async () => {
  const before = await page.title();
  await type(
    `printf '\\033]2;<b>bold</b> \\342\\200\\256evil %s\\007' $(head -c 10000 /dev/zero | tr '\\0' x); echo titled-$((40+4))`,
  );
  await expect(screen()).toContainText('titled-44');
  const title = region().getByText('<b>bold</b> evil xxx', { exact: false });
  await expect(title).toBeVisible();
  expect((await title.textContent())?.length).toBe(64);
  expect(await page.title()).toBe(before);
});

test('[T11] only links to the web can be followed, and only after their host was shown', async () => {
  await type(
    `printf '\\033]8;;%s\\033\\\\%s\\033]8;;\\033\\\\\\n' 'javascript:alert(1)' one-script file:///etc/passwd two-file https://example.org/a?b three-web http://127.0.0.1:8080/ping four-lab`,
  );
  const dialog = page.getByRole('dialog', { name: /Open a link/ });
  const follow = async (text: string) => {
    const row = screen()
      .locator('> div', { hasText: new RegExp(`^${text}`) })
      .last();
    const box = await row.boundingBox();
    if (!box) throw new Error(`${text} is not on the screen.`);
    // A layer of xterm's lies above its rows and takes the mouse.
    await page.mouse.move(box.x + 10, box.y + box.height / 2);
    await page.mouse.move(box.x + 20, box.y + box.height / 2);
    await page.mouse.click(box.x + 20, box.y + box.height / 2);
  };
  for (const dead of ['one-script', 'two-file']) {
    await follow(dead);
    await expect(dialog).toBeHidden();
  }
  await follow('three-web');
  await expect(dialog).toContainText('example.org');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await follow('four-lab');
  await expect(dialog).toContainText('inside the lab');
  await expect(dialog.getByRole('button', { name: 'Open' })).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Close' }).click();
});

test('[T13] several lines are shown before they reach the shell, and an escape in them is gone', async () => {
  await region().getByRole('group').press('Enter');
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.setData('text/plain', 'echo one\necho two\u001b[201~\necho three-$((1+2))\n');
    document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
  });
  const dialog = page.getByRole('dialog', { name: /Paste these/ });
  await expect(dialog).toContainText('echo two[201~');
  await expect(screen()).not.toContainText('echo one');
  await dialog.getByRole('button', { name: 'Paste' }).click();
  // The shell knows that it was pasted, and waits for the last word.
  await page.keyboard.press('Enter');
  await expect(screen()).toContainText('three-3');
});

test('[T16] by keyboard alone one goes in, types and leaves; letters grow; what was printed is found', async () => {
  await type('seq 300 | sed "s/^/line-/"');
  await expect(screen()).toContainText('line-300');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  await expect(region().locator('.xterm-helper-textarea')).not.toBeFocused();
  await expect(region().getByRole('checkbox', { name: 'Screen reader mode' })).toBeFocused();

  const height = () =>
    screen()
      .locator('> div')
      .first()
      .evaluate((row) => row.getBoundingClientRect().height);
  const before = await height();
  await region().getByRole('button', { name: 'Larger letters' }).press('Enter');
  await expect.poll(height).toBeGreaterThan(before);

  await region().getByRole('button', { name: 'Find' }).press('Enter');
  const field = region().getByRole('textbox', { name: 'Find in the terminal' });
  await expect(field).toBeFocused();
  await page.keyboard.type('line-17');
  await page.keyboard.press('Enter');
  await expect(screen()).toContainText('line-17');
  await field.fill('not there');
  await page.keyboard.press('Enter');
  await expect(region().getByText('Not found.')).toBeVisible();
  await region().getByRole('button', { name: 'Find' }).press('Enter');
});

test('[T16] in screen reader mode output is announced, and axe finds nothing', async () => {
  await region().getByRole('checkbox', { name: 'Screen reader mode' }).check();
  await type('echo heard-$((40+5))');
  await expect(region().locator('.xterm-accessibility')).toContainText('heard-45');
  const { violations } = await new AxeBuilder({ page }).include('[aria-label="Terminal"]').analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  await region().getByRole('checkbox', { name: 'Screen reader mode' }).uncheck();
});

test('[T1] a flood does not grow the page, and Ctrl-C ends it', async () => {
  const errors = complaints(page);
  const heap = () =>
    page.evaluate(() => (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize);
  const before = await heap();
  await type('yes');
  await page.waitForTimeout(8000);
  await page.keyboard.press('Control+c');
  await page.keyboard.type('echo calm-$((40+6))\n');
  await expect(screen()).toContainText('calm-46');
  expect((await heap()) - before).toBeLessThan(50e6);
  expect(errors).toEqual([]);
});

test('a lab that is killed says so in its terminals, and a new one opens with the files', async () => {
  await type('echo kept > ~/note; echo written-$((40+7))');
  await expect(screen()).toContainText('written-47');
  await type('kill -9 -1');
  await expect(region().getByText('The sandbox of this shell was ended')).toBeVisible();
  await region().getByRole('button', { name: 'Open a new terminal' }).click();
  await expect(screen()).toContainText('lab:~$', { timeout: 60_000 });
  await type('cat ~/note; echo read-$((40+8))');
  await expect(screen()).toContainText('read-48');
  await expect(screen()).toContainText('kept');
});

test('files of the lab are downloaded as an archive and brought in again; another file is refused in words', async () => {
  await type('mkdir -p ~/own; echo mine > ~/own/note; echo done-$((40+4))');
  await expect(screen()).toContainText('done-44');
  await page.goto(`${hub.origin}/kept`);
  const kept = page.getByRole('region', { name: 'What is kept of you' });
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    kept.getByRole('button', { name: 'Download the files of your lab' }).click(),
  ]);
  const choose = kept.getByLabel(/^Bring files into your lab/);
  await choose.setInputFiles(await download.path());
  await expect(kept.getByRole('status')).toHaveText(/are in ~\/brought of your lab now\. Nothing else changed\./);
  await choose.setInputFiles({ name: 'other.tar.gz', mimeType: 'application/gzip', buffer: Buffer.from('no archive') });
  await expect(kept.getByRole('status')).toHaveText(/^other\.tar\.gz: The archive was not unpacked\./);
});
