// How large the state space is, what each reduction saves of it, and the search with reductions.
import {
  barriers,
  drop,
  expect,
  hurry,
  idle,
  open,
  press,
  settled,
  SMALL,
  test,
  parts,
} from './page.ts';

/** Eight counters that never meet: 7 to the power of 8 states, and one order of steps is as good as another. */
const letters = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const race = `title "Eight counters";
struct counters { int 0..6 ${letters.join(', ')}; };
struct counters S;
${letters.map((name) => `task count_${name} '${name}' { for (i in 0..5) S.${name}++; }`).join('\n')}
finally counted "every counter counts": S.a == 6;
`;

test('each reduction is counted beside what the whole search took, and can be searched with', async ({
  page,
}) => {
  await hurry(page);
  await open(page);
  const { verdict } = parts(page);
  await page.locator('summary', { hasText: 'State space' }).click();
  await idle(page);
  await expect(page.locator('.space-figures')).toContainText('Distinct states26,599');
  const rows = page.locator('.reduction');
  await expect(page.getByText('not counted yet')).toHaveCount(0);
  for (const count of await rows.locator('.reduction-count').allInnerTexts())
    expect(count).toMatch(/^26,599 → [\d,]+ states$/);
  await settled(page);
  expect(await barriers(page)).toEqual([]);
  await page.getByRole('switch', { name: 'Search with all of them' }).click();
  await idle(page);
  await expect(verdict).toContainText(
    /With reductions \(merge, order.*\): verdicts are the same, runs may not be shortest/,
  );
  await expect(verdict).toContainText(/violated/i);
  await expect(page.getByText('How it can end')).toHaveCount(0);
  await page.getByRole('button', { name: /^A run that breaks it, / }).click();
  await idle(page);
  await press(page, 'End');
  await expect(page.locator('.caption-more')).toContainText(
    'Write-back wrote a block that the file had given up',
  );
  await page.getByRole('switch', { name: 'Search with all of them' }).click();
  await idle(page);
  await expect(verdict).not.toContainText('With reductions');
  await expect(page.getByText('How it can end')).toHaveCount(1);
});

test('a search that was too large goes on with reductions', async ({ page }) => {
  const { verdict, title } = parts(page);
  await open(page, SMALL);
  await drop(page, 'counters.race', race);
  await expect(title).toContainText('Eight counters');
  await idle(page);
  await expect(verdict).toContainText('limit states 2000000 reached');
  await page.getByRole('button', { name: 'Search with reductions' }).click();
  await idle(page);
  await expect(verdict).toContainText(/holds in every run/i);
  await expect(verdict).toContainText('With reductions');
  await expect(page.getByRole('button', { name: 'Search with reductions' })).toHaveCount(0);
});
