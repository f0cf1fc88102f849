// The page opens, and nothing complains.
import { expect, test } from '@playwright/test';

test('the page opens without a complaint', async ({ page }) => {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
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
