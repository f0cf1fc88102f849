// What an address can say, and what the page answers where it says something else.
import { chooseKernel, chooseScenario, expect, hashOf, open, press, test, parts } from './page.ts';

/** The step structure of 2.6.23, as the page itself writes it into an address. */
async function fingerprintOf(page: Parameters<typeof open>[0]): Promise<string> {
  await open(page, '#/hole-punch/2.6.23');
  await press(page, '1');
  return hashOf(page).split('~')[1] ?? '';
}

for (const [what, hash, says] of [
  [
    'its schedule',
    '#/hole-punch/2.6.23/f3!p@1~abcd',
    /character 23: the schedule “!p” does not go on/,
  ],
  ['its position', '#/hole-punch/2.6.23/f3@9~abcd', /the position “9” lies beyond the 3 steps/],
  [
    'its fingerprint',
    '#/hole-punch/2.6.23/f3@1~ab',
    /the fingerprint “ab” is shorter than four letters/,
  ],
  ['an option', '#/hole-punch/2.6.23,page', /the option “page” has no value/],
  ['a name', '#/hole%-punch', /the scenario “hole%-punch” has a “%” without two digits/],
  [
    'its length',
    '#/hole-punch/2.6.23/f99999@1~abcd',
    /asks for 99999 steps, and the limit is 1000/,
  ],
] as const) {
  test(`a link that is damaged in ${what} says so, and the page opens all the same`, async ({
    page,
  }) => {
    await page.goto(`./${hash}`);
    const { notices, title } = parts(page);
    await expect(title).toContainText('Hole punch against a page fault');
    if (says === null) await expect(notices).toHaveCount(0);
    else await expect(page.getByRole('alert')).toHaveText(says);
  });
}

for (const [hash, says] of [
  ['#/hole-puch', 'There is no scenario “hole-puch”; did you mean “hole-punch”?'],
  ['#/fork', /There is no scenario “fork”; there are \d+, none like it/],
  ['#/hole-punch/2.6.24', 'This scenario knows no kernel “2.6.24”; did you mean “2.6.22”?'],
  [
    '#/hole-punch/2.6.23,fill_lok=i_mmap_sem',
    'This scenario has no option “fill_lok”; did you mean “fill_lock”?',
  ],
  [
    '#/hole-punch/2.6.23,page=cache',
    'The option page has no value “cache”; did you mean “cached”?',
  ],
  [
    '#/my-race.race/2.6.23/f@1~abcd',
    'This link names the file my-race.race, which is not in the catalogue. Open the file first',
  ],
] as const) {
  test(`${hash} names what is not there, and what is meant`, async ({ page }) => {
    await page.goto(`./${hash}`);
    await expect(page.getByRole('alert')).toHaveText(says);
  });
}

test('a link made for another text is followed as far as it goes', async ({ page }) => {
  await open(page, '#/hole-punch/2.6.23/fp2g@4~zzzz');
  const { notices, place } = parts(page);
  await expect(notices).toHaveText(
    /^The model changed: followed 3 of 4 steps; reuse cannot take a step: it waits/,
  );
  await expect(place).toHaveText('3 / 3');
});

test('a link that takes a blocked or a finished task stops there and says so', async ({ page }) => {
  const { notices, place, more } = parts(page);
  const fingerprint = await fingerprintOf(page);

  await open(page, `#/hole-punch/2.6.23/fg@2~${fingerprint}`);
  await expect(notices).toHaveText(
    /^Followed 1 of the link’s 2 steps; reuse cannot take a step: it waits/,
  );
  await expect(place).toHaveText('1 / 1');
  await expect(more).toContainText('reuse cannot take a step');

  await open(page, `#/hole-punch/2.6.23/p90f@91~${fingerprint}`);
  await expect(notices).toHaveText(
    /^Followed \d+ of the link’s 91 steps; punch cannot take a step: it has ended$/,
  );
  await expect(page.getByRole('button', { name: /^punch, done/ })).toBeVisible();
});

test('back and forward move between scenarios and kernels, never between steps', async ({
  page,
}) => {
  const { kernel, place, title } = parts(page);
  await open(page);
  const entries = await page.evaluate(() => history.length);
  await press(page, '1', '2', '1');
  await chooseKernel(page, '5.15');
  await press(page, '2', '2');
  const there = await place.textContent();
  await chooseScenario(page, 'Truncate against a page fault');
  await press(page, '1');
  expect(await page.evaluate(() => history.length)).toBe(entries + 2);

  await page.goBack();
  await expect(title).toContainText('Hole punch');
  await expect(kernel).toHaveText(/5\.15/);
  await expect(place).toHaveText(there ?? '');
  await page.goBack();
  await expect(kernel).toHaveText(/2\.6\.23/);
  await expect(place).toHaveText('3 / 3');
  await page.goForward();
  await expect(kernel).toHaveText(/5\.15/);
  await page.goForward();
  await expect(title).not.toContainText('Hole punch');
  await expect(place).toHaveText('1 / 1');
});

test('a step taken from the past forks the run, and undo returns', async ({ page }) => {
  const { place, caption } = parts(page);
  await open(page);
  await press(page, '1', '1', '1', 'ArrowLeft', 'ArrowLeft');
  await expect(place).toHaveText('1 / 3');
  await press(page, '2');
  await expect(place).toHaveText('2 / 2');
  await expect(caption).toContainText('punch');
  expect(hashOf(page)).toMatch(/\/fp@2~/);
  await press(page, 'Control+z');
  await expect(place).toHaveText('1 / 3');
  expect(hashOf(page)).toMatch(/\/f3@1~/);
  await page.getByRole('button', { name: 'Redo' }).click();
  await expect(place).toHaveText('2 / 2');
});
