// The page opens, and nothing complains.
import { expect, test } from '@playwright/test';
import { listenTo } from './page.ts';

test('the page opens without a complaint', async ({ page }) => {
  const complaints = listenTo(page);
  await page.goto('./');
  await expect(page).toHaveTitle(/pagerace/);
  await expect(page.locator('#root > *').first()).toBeVisible();
  expect(complaints).toEqual([]);
});

for (const theme of ['light', 'dark'] as const) {
  test(`the page follows a ${theme} system`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme });
    await page.goto('./');
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
  });
}
