// Fixes of a violation: changes of the text that were proved, and can be tried at once.
import { barriers, expect, hashOf, hurry, idle, open, test, type Page } from './page.ts';

async function ask(page: Page, hash: string) {
  await hurry(page);
  await open(page, hash);
  await page.getByRole('button', { name: 'Find out why' }).click();
  const why = page.locator('.why');
  await expect(why).toContainText('Found by', { timeout: 120_000 });
  return why;
}

test('a fix is a diff of the text, and the steps of the answer lead into the run', async ({
  page,
}) => {
  test.slow();
  const why = await ask(page, '#/xip-sparse/2.6.26');
  await expect(why).toContainText(/searched \d+ edits, \d+ closes? it/);
  const fix = why
    .locator('.edit-fix')
    .filter({ has: page.locator('.diff') })
    .first();
  await fix.locator('summary').click();
  await expect(fix.locator('.diff-head').first()).toContainText('--- a/');
  await expect(fix).toContainText(/holds in this model, in all [\d,]+ states/);
  await expect(fix).toContainText('other code paths may forbid it');
  const step = why.locator('button.why-step').last();
  const number = (await step.locator('.why-number').innerText()).trim();
  await step.click();
  await idle(page);
  await expect(step).toHaveAttribute('aria-current', 'step');
  expect(hashOf(page)).toContain(`@${number}`);
  expect(await barriers(page)).toEqual([]);
});

test('a fix can be tried: the editor opens on it, it plays, and the race is closed', async ({
  page,
}) => {
  test.slow();
  const why = await ask(page, '#/xip-sparse/2.6.26');
  const fix = why
    .locator('.edit-fix')
    .filter({ has: page.locator('.diff') })
    .first();
  await fix.locator('summary').click();
  const added = await fix.locator('.diff-added').first().innerText();
  await fix.getByRole('button', { name: 'Try it' }).click();
  await expect(page.locator('.cm-content')).toContainText(added.slice(1).trim(), {
    timeout: 60_000,
  });
  await idle(page);
  await expect(page.getByRole('button', { name: 'Find out why' })).toHaveCount(0);
});

test('a fix that history made is a kernel: trying it goes there', async ({ page }) => {
  test.slow();
  const why = await ask(page, '#/xip-sparse/2.6.26');
  const fix = why.locator('.edit-fix').first();
  await expect(fix).toContainText(/as in /);
  await fix.getByRole('button', { name: 'Try it' }).click();
  await idle(page);
  expect(hashOf(page)).not.toContain('xip-sparse/2.6.26');
  await expect(page.getByRole('button', { name: 'Find out why' })).toHaveCount(0);
});
