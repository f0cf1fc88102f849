// The three audiences: a desk, a hall, a phone, each in both themes. Nothing is cut off, nothing is
// too small to read, and nothing stands in the way of people who use a screen reader.
import {
  barriersInBothThemes,
  drop,
  expect,
  hurry,
  open,
  type Page,
  press,
  settled,
  test,
} from './page.ts';

const SIZES = [
  { name: 'desk', width: 1440, height: 900, least: 12 },
  { name: 'hall', width: 1920, height: 1080, least: 20 },
  { name: 'phone', width: 390, height: 844, least: 12 },
] as const;

/** Texts that are drawn smaller than `least` CSS pixels, with their size. */
function smallTexts(page: Page, least: number): Promise<string[]> {
  return page.evaluate((size) => {
    const drawn = (element: Element): number => {
      const reported = Number.parseFloat(getComputedStyle(element).fontSize);
      return element instanceof SVGGraphicsElement
        ? reported * (element.getScreenCTM()?.a ?? 1)
        : reported;
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const small: string[] = [];
    while (walker.nextNode()) {
      const { textContent, parentElement } = walker.currentNode;
      const element = parentElement;
      if (
        !element ||
        textContent?.trim() === '' ||
        element.closest('.visually-hidden, script, style')
      )
        continue;
      const seen = element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
      if (seen && drawn(element) < size - 0.05)
        small.push(`${drawn(element).toFixed(2)} px: ${textContent}`);
    }
    return small;
  }, least);
}

/** How many pixels the page is wider than its window. */
function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
}

async function inspect(page: Page, least: number): Promise<void> {
  await settled(page);
  expect.soft(await overflow(page), 'wider than the window').toBeLessThanOrEqual(0);
  expect.soft(await smallTexts(page, least), `smaller than ${least} px`).toEqual([]);
  expect.soft(await barriersInBothThemes(page), 'barriers').toEqual([]);
}

for (const { name, width, height, least } of SIZES) {
  test.describe(`in the ${name}`, () => {
    test.use({ viewport: { width, height } });

    test('the stage is whole and readable from start to end', async ({ page }) => {
      await hurry(page);
      await open(page);
      await test.step('at the start', () => inspect(page, least));
      await press(page, 'Space', 'End');
      await expect(page.locator('.caption-more')).toContainText(
        'Write-back wrote a block that the file had given up',
      );
      await test.step('at the broken end', () => inspect(page, least));
      if (name !== 'phone') return;
      for (const tab of ['Time', 'Verdict']) {
        await page.getByRole('tab', { name: tab }).click();
        await test.step(tab, () => inspect(page, least));
      }
    });

    test('so are its menus, its keys and its diagnostics', async ({ page }) => {
      await open(page);
      await page
        .getByRole('button', { name: /^(Kernel )?2\.6\.23/ })
        .first()
        .click();
      await expect(page.getByRole('dialog', { name: 'Kernel and options' })).toBeVisible();
      await test.step('the kernel menu', () => inspect(page, least));
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
      await page.getByRole('heading', { level: 1 }).getByRole('button').click();
      await expect(page.getByRole('menu')).toBeVisible();
      await test.step('the menu of scenarios', () => inspect(page, least));
      await page.keyboard.press('Escape');
      await expect(page.getByRole('menu')).toHaveCount(0);
      await page.keyboard.press('?');
      await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
      await test.step('the list of keys', () => inspect(page, least));
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
      await drop(page, 'own.race', 'task one { S.value = ; }\ntask two { T = 1; }\n');
      await drop(page, 'own.txt', '');
      await expect(page.getByRole('region', { name: 'Diagnostics' })).toBeVisible();
      await test.step('notices and diagnostics', () => inspect(page, least));
    });
  });
}

test.describe('on the phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('every task has a button that a thumb can hit, and a tap takes its step', async ({
    page,
  }) => {
    await open(page);
    const buttons = page.locator('.task-button');
    await expect(buttons).toHaveCount(4);
    for (const button of await buttons.all()) {
      const box = await button.boundingBox();
      expect(box?.height).toBeGreaterThanOrEqual(44);
      expect(box?.width).toBeGreaterThanOrEqual(44);
      expect(box?.y).toBeGreaterThan(844 * 0.85);
      expect(box && box.y + box.height).toBeLessThanOrEqual(844);
    }
    await buttons.filter({ hasText: 'punch' }).tap();
    await expect(page.locator('.caption-step')).toHaveText('Step 1. punch takes F.i_mutex.');
    await page.getByRole('tab', { name: 'Time' }).tap();
    await expect(page.getByRole('list', { name: 'Steps of the run' })).toContainText('i_mutex');
  });
});

test('a phone has a way home, and room for what the scenario is called', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page);
  const title = page.getByRole('heading', { level: 1 }).getByRole('button');
  expect((await title.boundingBox())?.width).toBeGreaterThan(110);
  await page.getByRole('link', { name: 'pagerace: all stories' }).click();
  await expect(page.getByRole('heading', { level: 1 })).not.toContainText('Hole punch');
  await page.goBack();
  await expect(title).toContainText('Hole punch');
});

test('the theme that a person chose is there before the first paint, and stays', async ({
  page,
}) => {
  await open(page);
  await page.getByRole('button', { name: 'Theme' }).click();
  await page.getByRole('menuitemradio', { name: 'dark' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  // From now on no script ever arrives.
  await page.route('**/*.js', () => {});
  await page.goto('./', { waitUntil: 'commit' });
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});
