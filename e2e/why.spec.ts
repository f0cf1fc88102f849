// Which lock would have helped: a change of the text that was proved, and can be tried at once.
import { barriers, expect, hashOf, hurry, idle, open, test, type Page } from './page.ts';

async function ask(page: Page, hash: string) {
  await hurry(page);
  await open(page, hash);
  await page.getByRole('button', { name: 'Find out why' }).click();
  const why = page.locator('.why');
  await expect(why).toContainText('Found by', { timeout: 120_000 });
  return why;
}

test('a lock is a diff of the text, and its steps lead into the run', async ({ page }) => {
  test.slow();
  const why = await ask(page, '#/xip-sparse/2.6.26');
  const lock = why.locator('.why-lock').first();
  await expect(lock.locator('.diff-added').first()).toContainText(/_(lock|unlock|read|write)\(/);
  await expect(lock.locator('.diff-head').first()).toContainText('--- a/');
  await expect(lock).toContainText(/holds in this model, in all [\d,]+ states/);
  await expect(lock).toContainText('other code paths may forbid it');
  const step = why.locator('button.why-step').last();
  const number = (await step.locator('.why-number').innerText()).trim();
  await step.click();
  await idle(page);
  await expect(step).toHaveAttribute('aria-current', 'step');
  expect(hashOf(page)).toContain(`@${number}`);
  expect(await barriers(page)).toEqual([]);
});

test('a proposal can be tried: the editor opens on it, and the race is closed', async ({
  page,
}) => {
  test.slow();
  const why = await ask(page, '#/xip-sparse/2.6.26');
  const added = await why.locator('.why-lock .diff-added').first().innerText();
  await why.getByRole('button', { name: 'Try it' }).first().click();
  await expect(page.locator('.cm-content')).toContainText(added.slice(1).trim(), {
    timeout: 60_000,
  });
  await idle(page);
  await expect(page.getByRole('button', { name: 'Find out why' })).toHaveCount(0);
});

test('where no two tasks need to overlap, no lock is named', async ({ page }) => {
  const why = await ask(page, '#/munmap/2.4.0');
  await expect(why).toContainText('it breaks although no two tasks overlap');
});
