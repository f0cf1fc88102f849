// Which lock would have helped: told in a few sentences, each step of the run a way to it.
import { barriers, expect, hashOf, hurry, idle, open, test, type Page } from './page.ts';

async function ask(page: Page, hash: string) {
  await hurry(page);
  await open(page, hash);
  await page.getByRole('button', { name: 'Find out why' }).click();
  const why = page.locator('.why');
  await expect(why).toContainText('Found by', { timeout: 60_000 });
  return why;
}

test('a lock that the other side holds already, and who would hold it shared', async ({ page }) => {
  const why = await ask(page, '#/xfs-mmaplock/4.1');
  await expect(why).toContainText(/F\.i_rwsem, held exclusive by punch .* \(already\)/);
  await expect(why).toContainText(/held shared by advise over \d+ advise: add_to_page_cache_lru/);
  await expect(why).toContainText(/So would .*F\.i_mmap_sem \(punch exclusive, advise shared\)/);
  await expect(why).toContainText('either of them may hold it shared');
  const step = why.getByRole('button', { name: /advise: add_to_page_cache_lru/ }).last();
  const number = (await step.locator('.why-number').innerText()).trim();
  await step.click();
  await idle(page);
  await expect(step).toHaveAttribute('aria-current', 'step');
  expect(hashOf(page)).toContain(`@${number}`);
  expect(await barriers(page)).toEqual([]);
});

test('a third task is drawn in; a step that the run does not have leads nowhere', async ({
  page,
}) => {
  const why = await ask(page, '#/xfs-mmaplock/4.0');
  await expect(why).toContainText('held shared by fault');
  const named = why.locator('span.why-step');
  await expect(named.first()).toContainText('fault: get_block');
  await expect(named.first().locator('.why-number')).toHaveCount(0);
});

test('where no two tasks need to overlap, no lock is named', async ({ page }) => {
  const why = await ask(page, '#/munmap/2.4.0');
  await expect(why).toContainText('it breaks though no two tasks overlap');
});
