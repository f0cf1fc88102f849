// What a person takes away from the page as a file.
import { readFileSync } from 'node:fs';
import { expect, open, test } from './page.ts';

test('a configuration is saved as Promela, under its own name', async ({ page }) => {
  await open(page, '#/hole-punch/2.6.23');
  await page.getByRole('button', { name: 'Export' }).click();
  const saving = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: /natural form/ }).click();
  const download = await saving;
  expect(download.suggestedFilename()).toBe('hole-punch-2.6.23-natural.pml');
  const text = readFileSync(await download.path(), 'utf8');
  expect(text).toContain('proctype punch()');
  expect(text).toContain('fault_locks_page=true');
});
