// The page before any scenario: stories in the order of time, and from each card to its stage.
import { barriers, expect, idle, open, settled, test } from './page.ts';

test.describe('the landing page', () => {
  test.use({ viewport: { width: 1440, height: 900 } });

  test('tells the chapters in their order, and draws the bad ends that are in sight', async ({
    page,
  }) => {
    await open(page, '');
    const headings = page.getByRole('heading', { level: 2 });
    await expect(
      headings.filter({ hasText: 'Dropping a page that somebody still maps' }),
    ).toBeVisible();
    await expect(page.locator('.chapter-year')).toHaveText([
      '2000',
      '2002',
      '2007',
      '2007',
      '2013',
      'today',
      'beneath',
    ]);
    await expect(page.getByRole('heading', { name: 'Six races: press play' })).toBeVisible();
    const first = page.locator('.scenario-card').first();
    await first.scrollIntoViewIfNeeded();
    await expect(first.locator('.world-graph__picture')).toBeVisible();
    await expect(first).toContainText(/\d+ of \d+ kernels? safe/);
  });

  test('leads to a scenario in two clicks, and back', async ({ page }) => {
    await open(page, '');
    await page
      .getByRole('link', { name: /^Hole punch against a page fault/ })
      .first()
      .click();
    await idle(page);
    await expect(page.locator('.caption-step')).toBeVisible();
    expect(page.url()).toContain('#/hole-punch');
    await page.getByRole('link', { name: 'pagerace' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('How a page cache goes wrong');
    await page.goBack();
    await idle(page);
    await expect(page.locator('.caption-step')).toBeVisible();
  });

  test('finds scenarios by lock, by failure, by kernel, and by words', async ({ page }) => {
    await open(page, '');
    const cards = page.locator('.scenario-card');
    const all = await cards.count();
    await page.getByRole('combobox', { name: 'lock' }).selectOption('invalidate_lock');
    await expect(cards.filter({ hasText: 'Hole punch against a page fault' })).toBeVisible();
    expect(await cards.count()).toBeLessThan(all);
    await page.getByRole('combobox', { name: 'failure' }).selectOption('deadlock');
    await page.getByRole('searchbox').fill('no such thing');
    await expect(page.getByText('No scenario matches.')).toBeVisible();
    await page.getByRole('button', { name: 'Show all' }).click();
    await expect(cards).toHaveCount(all);
    await page.getByRole('searchbox').fill('seqtex 2013');
    await expect(cards.first()).toContainText('seqtex');
    await page.getByRole('searchbox').fill('730633f0b7f9');
    await expect(cards.filter({ hasText: 'A cached page needs no lock' })).toBeVisible();
    await page.reload();
    await expect(page.getByRole('searchbox')).toHaveValue('730633f0b7f9');
    await expect(cards.filter({ hasText: 'A cached page needs no lock' })).toBeVisible();
  });

  test('lets a visitor put the steps of two tasks in the order that goes wrong', async ({
    page,
  }) => {
    await open(page, '');
    const [read, write] = ['read', 'write'].map((task) =>
      page.getByRole('button', { name: new RegExp(`^${task}\\(\\)`) }),
    );
    for (const task of [read, read, write, write, read]) await task?.click();
    const words = page.locator('.first-look-words');
    await expect(words).toContainText('The cache holds OLD, the disk NEW');
    await page.getByRole('button', { name: 'Start over' }).click();
    for (const task of [read, read, read, write, write]) await task?.click();
    await expect(words).toContainText('1 of the 10 orders goes wrong');
    await page.getByRole('checkbox', { name: 'With a lock' }).check();
    await read?.click();
    await expect(write ?? page.locator('none')).toContainText('waits for the lock');
  });

  test('plays a large card where it is', async ({ page }) => {
    await open(page, '');
    const card = page.locator('.flagship').first();
    await card.getByRole('button').click();
    await expect(card.locator('.flagship-words')).toContainText(/^Step \d+\./);
    await expect(card.locator('.flagship-words')).toHaveAttribute('data-bad', 'true', {
      timeout: 60_000,
    });
  });

  test('can be walked by keyboard alone', async ({ page }) => {
    await open(page, '');
    await page.getByRole('searchbox').fill('seqtex');
    await page.locator('.scenario-card').first().focus();
    await page.keyboard.press('Enter');
    await idle(page);
    expect(page.url()).toContain('#/seqtex');
  });

  for (const theme of ['light', 'dark'] as const) {
    test(`has no barrier in ${theme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: theme });
      await open(page, '');
      await settled(page);
      expect(await barriers(page)).toEqual([]);
    });
  }
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('nothing is wider than the screen', async ({ page }) => {
    await open(page, '');
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(390);
  });
});

test('a scenario says where it comes from, how sure that is, and what is left out', async ({
  page,
}) => {
  await open(page, '#/hole-punch');
  await page.getByRole('button', { name: 'Sources of this scenario' }).click();
  const dialog = page.getByRole('dialog', { name: 'Hole punch against a page fault' });
  await expect(dialog).toContainText(
    'Matthew Wilcox, to Jan Kara, 27 November 2013, linux-fsdevel',
  );
  await expect(dialog).toContainText('read in the source code');
  await expect(dialog).toContainText('Weak memory');
  await settled(page);
  expect(await barriers(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});
