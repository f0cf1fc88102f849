// Which changes close the race, and why it broke: the table of all sets, and the computed reasons.
import { drop, expect, hashOf, hurry, idle, open, press, SMALL, test, parts } from './page.ts';

/** Two increments that a mutex would save, and a change that does nothing for them. */
const race = `title "Two increments";
change use_lock "increments hold a mutex";
change loud "the second one says so";
vary use_lock, loud;
kernel "1" = { };
kernel "2" = { loud };
int 0..3 n;
int 0..1 said;
mutex m;
void increment()
{
	if (use_lock)
		mutex_lock(&m);
	x = n;
	n = x + 1;
	if (use_lock)
		mutex_unlock(&m);
}
task one 'a' { increment(); }
task two 'b' { increment(); if (loud) said = 1; }
finally both "both increments count": n == 2;
finally quiet "nobody says a word": said == 0;
expect both holds when use_lock; violated otherwise;
`;

/** Counters that never meet: every configuration is quick, and all sixteen together are not. */
const letters = ['a', 'b', 'c', 'd'];
const counters = `title "Counters";
struct counters { int 0..16 ${letters.join(', ')}; };
struct counters S;
${letters.map((name) => `change more_${name} "${name} counts once more";`).join('\n')}
kernel "plain" = { };
${letters.map((name) => `task count_${name} '${name}' { for (i in 0..14) S.${name}++; if (more_${name}) S.${name}++; }`).join('\n')}
finally counted "every counter counts": S.a >= 15;
`;

const names = Array.from({ length: 7 }, (_, i) => `c${i}`);
const switches = `title "Seven switches";
${names.map((name) => `change ${name} "${name}";`).join('\n')}
int 0..1 n;
task one 'a' { ${names.map((name) => `if (${name}) n = 1;`).join(' ')} n = 0; }
finally zero "it is zero": n == 0;
`;

test.beforeEach(async ({ page }) => {
  await hurry(page);
  await open(page, SMALL);
  await drop(page, 'increments.race', race);
  await expect(parts(page).title).toContainText('Two increments');
  await idle(page);
});

test('the minimal fixes come by themselves, and the whole table is walked and played by keys', async ({
  page,
}) => {
  await expect(page.locator('.fix').first()).toHaveText('use_lock');
  await expect(page.getByText('With it, every property holds.')).toHaveCount(1);
  await press(page, 'm');
  const dialog = page.getByRole('dialog', { name: /Combinations of fixes/ });
  await expect(dialog.getByRole('row')).toHaveCount(5);
  const marked = dialog.getByRole('row').filter({ hasText: 'minimal' });
  await expect(marked).toHaveCount(1);
  await expect(marked).toContainText('use_lock');
  const cell = dialog.getByRole('button', { name: /^both, 2, loud: violated/ });
  await dialog.getByRole('button', { name: 'both', exact: true }).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(cell).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await press(page, 'm');
  await cell.click();
  await idle(page);
  await expect(dialog).toHaveCount(0);
  expect(hashOf(page)).toContain('/2/');
  await expect(parts(page).verdict).toContainText(/violated at step \d of \d/i);
});

test('a property that holds needs no fix, and a click on the fix of all others goes there', async ({
  page,
}) => {
  await page.locator('.finding', { hasText: 'quiet' }).click();
  await idle(page);
  await expect(page.locator('.fixes-found')).toContainText('quiet holds already.');
  await expect(page.locator('.fix')).toHaveText(['use_lock']);
  await page.locator('.fix', { hasText: 'use_lock' }).click();
  await idle(page);
  await expect(page.locator('.fix')).toHaveCount(0);
  await expect(parts(page).verdict).toContainText(/holds in every run/i);
});

test('an edit is answered before the searches that nobody asked for go on', async ({ page }) => {
  const { verdict } = parts(page);
  await drop(page, 'counters.race', counters);
  await expect(verdict).toContainText(/holds in every run/i);
  await expect(page.locator('.fixes-quiet')).toContainText(/of 16 configurations/);
  await page.getByRole('button', { name: /^Kernel / }).click();
  await page.getByRole('switch', { name: /more_d/ }).click();
  await page.keyboard.press('Escape');
  await expect(page.locator('.fixes-quiet')).toContainText(/of 16 configurations/);
  await idle(page);
  await expect(page.locator('.fixes-quiet')).toHaveCount(0);
  await expect(page.locator('.fixes-found')).toContainText('holds already');
});

test('many configurations are left to a person, who is told how many', async ({ page }) => {
  await drop(page, 'switches.race', switches);
  await expect(parts(page).title).toContainText('Seven switches');
  await idle(page);
  await expect(page.locator('.fixes-asking')).toContainText('too many configurations');
  await page.getByRole('button', { name: 'Search 128 configurations' }).click();
  await idle(page);
  await expect(page.locator('.fixes-found')).toContainText('holds already');
});

test('why it broke is computed, and its steps lead into the run', async ({ page }) => {
  const why = page.locator('.why');
  await page.getByRole('button', { name: 'Find out why' }).click();
  await idle(page);
  await expect(why).toContainText(
    'With the two exchanged, the property holds in every run from there',
  );
  await expect(why).toContainText(/searched \d+ edits, \d+ closes? it/);
  await expect(why).toContainText('Point of no return');
  const step = why.locator('.why-step').first();
  const number = (await step.locator('.why-number').innerText()).trim();
  await step.click();
  await idle(page);
  await expect(parts(page).caption).toHaveText(new RegExp(`^Step ${number}\\.`));
  await expect(page.locator('.time-window')).toHaveCount(1);
  await expect(page.locator('.time-no-return')).toHaveCount(1);
});
