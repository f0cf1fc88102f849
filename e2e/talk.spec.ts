// Talks: the keys of a clicker, the speaker window, reloads in mid-talk, mistakes, and a stage without a network.
import type { BrowserContext } from '@playwright/test';
import { barriersInBothThemes, expect, idle, listenTo, open, type Page, test } from './page.ts';

const TALK = '#talk/five-minutes';

async function at(page: Page, beat: number): Promise<void> {
  await expect(page.locator('.talk-count')).toHaveText(new RegExp(`^${beat} / `));
  await idle(page);
}

test('every key of a clicker', async ({ page }) => {
  await open(page, TALK);
  let beat = 1;
  for (const key of ['PageDown', 'ArrowRight', 'Space', 'n']) {
    await page.keyboard.press(key);
    await at(page, (beat += 1));
  }
  for (const key of ['PageUp', 'ArrowLeft', 'p']) {
    await page.keyboard.press(key);
    await at(page, (beat -= 1));
  }
  await page.keyboard.press('End');
  await at(page, 11);
  await page.keyboard.press('Home');
  await at(page, 1);
  await page.keyboard.press('g');
  await page.getByRole('textbox').fill('5');
  await page.keyboard.press('Enter');
  await at(page, 5);
  for (const key of ['o', 'Escape', '?', 'Escape']) await page.keyboard.press(key);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: 'All beats' }).getByRole('button').nth(3).click();
  await at(page, 4);
});

test('blank screens, a vote, and a step aside', async ({ page }) => {
  await open(page, `${TALK}/5`);
  for (const [key, screen] of [
    ['b', 'black'],
    ['w', 'white'],
  ] as const) {
    await page.keyboard.press(key);
    await expect(page.locator('.talk')).toHaveAttribute('data-screen', screen);
    await page.keyboard.press('PageDown');
    await expect(page.locator('.talk')).toHaveAttribute('data-screen', 'shown');
  }
  await at(page, 5);
  const vote = page.getByRole('region', { name: 'Vote' });
  await expect(vote.locator('[data-right]')).toHaveCount(0);
  await page.keyboard.press('PageDown');
  await expect(vote.locator('[data-right="true"]')).toHaveText(/write and munmap/);
  await page.keyboard.press('3');
  await expect(page.locator('.talk-foot')).toContainText('a step aside');
  await page.keyboard.press('PageDown');
  await at(page, 6);
  await expect(page.locator('.talk-foot')).not.toContainText('a step aside');
});

async function twoWindows(context: BrowserContext): Promise<[Page, Page]> {
  const audience = await context.newPage();
  await open(audience, TALK);
  const [speaker] = await Promise.all([context.waitForEvent('page'), audience.keyboard.press('s')]);
  await idle(speaker);
  return [audience, speaker];
}

test('two windows stay in step, whichever is loaded again', async ({ context }) => {
  const [audience, speaker] = await twoWindows(context);
  const title = speaker.getByRole('region', { name: 'This beat' }).getByRole('heading');
  await expect(title).toHaveText('Two locks, three tasks');
  await speaker.keyboard.press('PageDown');
  await at(audience, 2);
  await audience.keyboard.press('PageDown');
  await expect(title).toHaveText('write takes the lock of the file');
  await speaker.reload();
  await idle(speaker);
  await expect(title).toHaveText('write takes the lock of the file');
  await audience.reload();
  await at(audience, 3);
  await speaker.getByRole('button', { name: 'Next', exact: true }).click();
  await at(audience, 4);
  await expect(speaker.locator('.speaker-movers')).toHaveText('Can move: write, munmap');
  expect(await barriersInBothThemes(speaker)).toEqual([]);
});

test('no barrier in the audience window', async ({ page }) => {
  await open(page, `${TALK}/3`);
  expect(await barriersInBothThemes(page)).toEqual([]);
});

test('the whole talk by Page Down alone', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page, '#talk/hole-punch');
  const count = await page.locator('.talk-count').textContent();
  const beats = Number(count?.split('/')[1]);
  for (let beat = 1; beat < beats; beat += 1) {
    await at(page, beat);
    await expect(page.locator('.talk-problem')).toHaveCount(0);
    if ((await page.locator('.talk-vote').count()) > 0) await page.keyboard.press('PageDown');
    await page.keyboard.press('PageDown');
  }
  await at(page, beats);
});

test('a mistake has a line, and an old permalink its beat', async ({ page }) => {
  await open(page, '#edit-talk/five-minutes');
  const text = page.getByRole('textbox', { name: 'The talk as Markdown' });
  await text.fill('# T\n\n## One\n[stgae](#/munmap)\n\n## Two\n[stage](#/gone/1)\n');
  await expect(page.getByRole('list', { name: 'Diagnostics' })).toContainText('Line 4');
  await page.getByRole('button', { name: 'Present' }).click();
  await idle(page);
  await page.keyboard.press('PageDown');
  await expect(page.locator('.talk-problem')).toContainText('Beat 2: There is no scenario “gone”');
});

test('a run becomes a talk', async ({ page }) => {
  await open(page, '#/munmap/2.4.0/u6@6');
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: 'Make a talk of this run' }).click();
  await idle(page);
  await expect(page.getByRole('textbox')).toHaveValue(/\[stage\]\(#\/munmap\/2\.4\.0\/u6@0/);
});

test.describe('without a network', () => {
  test.use({ serviceWorkers: 'allow' });
  test('everything is there after one visit', async ({ context }) => {
    const page = await context.newPage();
    const complaints = listenTo(page);
    await page.goto('./');
    // Some 220 files are fetched first.
    await expect(page.locator('.offline-sign')).toHaveAttribute('data-kept', 'ready', {
      timeout: 90_000,
    });
    await context.setOffline(true);
    await page.goto('./#talk/dirty-bit/2');
    await page.reload();
    await at(page, 2);
    await page.goto('./#/hole-punch');
    await page.reload();
    await idle(page);
    expect(complaints).toEqual([]);
  });
});
