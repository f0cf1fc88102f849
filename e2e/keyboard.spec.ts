// Without a mouse, without motion, without single letters as keys.
import { expect, idle, open, type Page, press, SMALL, test, parts } from './page.ts';

test.use({ viewport: { width: 1440, height: 900 } });

interface Stop {
  readonly name: string;
  /** An outline, or another mark of its own. */
  readonly marked: boolean;
}

/** Goes through the page by Tab, from its first control to its last. */
async function tabThrough(page: Page): Promise<Stop[]> {
  const stops: Stop[] = [];
  for (let tab = 0; tab < 200; tab++) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const focused = document.activeElement;
      if (focused === null || focused === document.body) return null;
      const { outlineStyle, outlineWidth } = getComputedStyle(focused);
      return {
        name: focused.getAttribute('aria-label') ?? focused.textContent ?? '',
        marked: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2,
      };
    });
    if (stop === null) return stops;
    stops.push(stop);
  }
  return stops;
}

/** Everything on the page that a mouse could press. */
function pressable(page: Page): Promise<string[]> {
  const controls = 'button, a[href], input, summary, [role="button"], [role="slider"]';
  return page
    .locator(controls)
    .evaluateAll((found) =>
      found
        .filter((element) => element.checkVisibility())
        .map((element) => element.getAttribute('aria-label') ?? element.textContent ?? ''),
    );
}

test('every control is reached by Tab, and shows that it is', async ({ page }) => {
  await open(page);
  await press(page, '1');
  const stops = await tabThrough(page);
  expect(stops.filter(({ marked }) => !marked)).toEqual([]);
  const reached = stops.map(({ name }) => name);
  expect((await pressable(page)).filter((name) => !reached.includes(name))).toEqual([]);
  for (const name of ['Share', 'Theme', 'Keys', 'Position in the run', 'To the start']) {
    expect(reached).toContain(name);
  }
});

test('menus, options and the diagram are moved by arrows', async ({ page }) => {
  const { kernel, slider, place } = parts(page);
  await open(page);
  await press(page, '1', '1', '1');
  await kernel.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('radio', { name: '2.6.23' })).toBeFocused();
  await press(page, 'ArrowDown');
  await expect(kernel).toHaveText(/ext4 4\.4/);
  await page.keyboard.press('Escape');
  await expect(kernel).toBeFocused();
  await slider.focus();
  await press(page, 'Home', 'ArrowRight', 'ArrowRight');
  await expect(place).toHaveText('2 / 3');
  await expect(slider).toHaveAttribute('aria-valuetext', /^Step 2\./);
});

test('a task in the world is stepped with Enter', async ({ page }) => {
  await open(page);
  await parts(page)
    .world.getByRole('button', { name: /^punch/ })
    .focus();
  await press(page, 'Enter');
  await expect(parts(page).caption).toHaveText('Step 1. punch takes F.i_mutex.');
});

test('letters and digits are switched off, and on again', async ({ page }) => {
  const { place } = parts(page);
  const keys = page.getByRole('dialog', { name: 'Keys' });
  const characters = page.getByRole('switch', { name: /^Use letters, digits and signs/ });
  await open(page, SMALL);
  await page.keyboard.press('?');
  await expect(keys).toBeVisible();
  await characters.focus();
  await page.keyboard.press('Space');
  await expect(characters).not.toBeChecked();
  await page.keyboard.press('Escape');
  await expect(keys).toHaveCount(0);
  await press(page, '1', '?');
  await expect(place).toHaveText('0 / 0');
  await expect(keys).toHaveCount(0);

  await page.reload();
  await idle(page);
  await press(page, '1');
  await expect(place).toHaveText('0 / 0');
  await page.getByRole('button', { name: 'Keys' }).press('Enter');
  await page.getByText('Use letters, digits and signs as keys').click();
  await expect(characters).toBeChecked();
  await page.keyboard.press('Escape');
  await expect(keys).toHaveCount(0);
  await press(page, '1');
  await expect(place).toHaveText('1 / 1');
});

test('who asked for less motion sees the next moment at once', async ({ page }) => {
  const still = page.locator('.world-graph__picture');
  const glides = () =>
    page.evaluate(
      () => document.getAnimations().filter(({ playState }) => playState === 'running').length,
    );
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await open(page, SMALL);
  for (const key of ['2', '1', 'ArrowLeft']) {
    await page.keyboard.press(key);
    expect(await still.getAttribute('data-still')).toBe('true');
    expect(await glides()).toBe(0);
  }
});
