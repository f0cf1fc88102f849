// A search of more than a million states: the page stays the visitor's own meanwhile.
import { drop, expect, idle, open, press, SMALL, test, parts } from './page.ts';
import type { Page } from './page.ts';

/** Six tasks of ten steps that never meet: every order leads to another state, 11 to the power of 6. */
const counters = ['a', 'b', 'c', 'd', 'e', 'f'];
const race = `title "Six counters";
struct counters { int 0..10 ${counters.join(', ')}; };
struct counters S;
${counters.map((name) => `task count_${name} '${name}' { for (i in 0..9) S.${name}++; }`).join('\n')}
finally counted "every counter counts": S.a == 10;
`;
const states = (11 ** 6).toLocaleString('en-US');

/** How many states the page says that it has searched so far. */
async function progress(page: Page): Promise<number> {
  const reported = /([\d,]+) states/.exec(await parts(page).verdict.innerText());
  return Number(reported?.[1]?.replaceAll(',', '') ?? 0);
}

test.beforeEach(async ({ page }) => {
  await open(page, SMALL);
  await drop(page, 'counters.race', race);
  await expect(parts(page).title).toContainText('Six counters');
  await expect.poll(() => progress(page)).toBeGreaterThan(0);
});

test('a step is taken and shown while a million states are searched', async ({ page }) => {
  const { caption, verdict } = parts(page);
  await page.keyboard.press('1');
  await expect(caption).toHaveText(/^Step 1\. count_a/);
  await page.keyboard.press('6');
  await expect(caption).toHaveText(/^Step 2\. count_f/);
  expect(await page.getByRole('button', { name: 'Cancel the search' }).isVisible()).toBe(true);
  expect(await progress(page)).toBeLessThan(11 ** 6);
  await idle(page);
  await expect(verdict).toContainText(`All ${states} states searched`);
  await expect(verdict).toContainText(/holds in every run/i);
});

test('a search is cancelled, says how far it came, and can be asked for again', async ({
  page,
}) => {
  const { verdict, caption } = parts(page);
  await page.getByRole('button', { name: 'Cancel the search' }).click();
  await idle(page);
  await expect(verdict).toContainText(/search cancelled/i);
  await expect(verdict).toContainText(/After [\d,]+ states\. Nothing is proved/);
  await press(page, '1');
  await expect(caption).toHaveText(/^Step 1\. count_a/);
  await page.getByRole('button', { name: 'Search again' }).click();
  await expect.poll(() => progress(page)).toBeGreaterThan(0);
  await expect(verdict).toContainText(/searching/i);
});
