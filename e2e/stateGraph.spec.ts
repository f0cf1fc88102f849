// Graph of all states: opened, walked by keys, and left by a jump to one of its nodes.
import type { Locator } from '@playwright/test';
import {
  barriers,
  expect,
  hashOf,
  hurry,
  idle,
  open,
  press,
  settled,
  test,
  parts,
} from './page.ts';

const KERNEL = '#/orphan-write-back/2.4.0-test10-pre3';

test.beforeEach(async ({ page }) => {
  await hurry(page);
});

function graph(page: { getByRole(role: 'dialog', options: { name: RegExp }): Locator }) {
  const dialog = page.getByRole('dialog', { name: /^All states/ });
  return {
    dialog,
    picture: dialog.getByRole('application', { name: 'State graph' }),
    node: dialog.locator('.states-node p').first(),
  };
}

test('it says what it draws, names the ends, and raises no barrier', async ({ page }) => {
  await open(page, KERNEL);
  await press(page, 'g');
  const { dialog, node } = graph(page);
  await expect(dialog).toContainText('230 states; 228 drawn.');
  await expect(node).toHaveText(/^At the start: /);
  await settled(page);
  expect(await barriers(page)).toEqual([]);
  const oops = dialog.getByRole('button', { name: /oops: NULL dereference/ });
  await oops.click();
  await expect(oops).toContainText('from here this end can no longer be avoided');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(page.locator('.player-place')).toHaveText(/^0 \//);
});

test('keys walk along the run and beside it, and Enter goes there', async ({ page }) => {
  await open(page, `${KERNEL}/u7@7`);
  await press(page, 'g');
  const { dialog, picture, node } = graph(page);
  await expect(picture).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(node).toHaveText(/^After 6 steps: /);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(node).toHaveText(/^After 8 steps: /);
  await page.keyboard.press('Enter');
  await idle(page);
  await expect(dialog).toHaveCount(0);
  await expect(parts(page).caption).toHaveText(/^Step 8\./);
  expect(hashOf(page)).toContain('/u8@8');
});

test('a click on a node puts the stage into its state', async ({ page }) => {
  await open(page, `${KERNEL}/u7@7`);
  await page.getByRole('button', { name: /Graph of all states/ }).click();
  await idle(page);
  const { dialog, picture, node } = graph(page);
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect(node).toHaveText(/^After 5 steps: /);
  const box = await picture.boundingBox();
  const middle = (box?.y ?? 0) + (box?.height ?? 0) / 2;
  const tip = dialog.locator('.states-tip');
  // The initial state lies at the left rim, wherever the layout puts it there.
  for (let y = box?.y ?? 0; y < middle * 2 && (await tip.count()) === 0; y += 12)
    await page.mouse.move((box?.x ?? 0) + 30, y);
  await expect(tip).toHaveText(/^At the start: /);
  await page.mouse.down();
  await page.mouse.up();
  await idle(page);
  await expect(dialog).toHaveCount(0);
  await expect(page.locator('.player-place')).toHaveText(/^0 \/ 7$/);
});
