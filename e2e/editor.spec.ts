// The editor: a fix is tried where the race is, the verdict follows, nothing is lost, and the link
// takes it along.
import { barriersInBothThemes, chooseScenario, drop, elsewhere, expect, idle } from './page.ts';
import {
  type Locator,
  listenTo,
  open,
  type Page,
  press,
  settled,
  SMALL,
  test,
  parts,
} from './page.ts';

const editor = (page: Page): Locator => page.getByRole('region', { name: 'Editor' });
const text = (page: Page): Locator => editor(page).getByRole('textbox');
const tab = (page: Page, name: string): Locator =>
  editor(page).getByRole('list', { name: 'Files' }).getByRole('button', { name });

async function openEditor(page: Page): Promise<void> {
  await page.keyboard.press('e');
  await expect(text(page)).toBeVisible();
  await idle(page);
}

/** Selects the first place where the text says so, and brings it into sight. */
async function find(page: Page, words: string): Promise<void> {
  await text(page).click();
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('Control+f');
  await page.keyboard.type(words);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
}

/** What stands beside the line that begins so. */
async function verdictBeside(page: Page, line: string): Promise<Locator> {
  await find(page, line);
  return editor(page).locator('.cm-line', { hasText: line }).getByRole('button');
}

test('a fix in a library file changes the verdict, survives a reload, and travels', async ({
  page,
  context,
  browser,
}) => {
  await open(page);
  await openEditor(page);
  await expect(await verdictBeside(page, 'finally no_stale_block')).toHaveText('✗ violated');

  await tab(page, 'hole-punch.race').click();
  await find(page, 'if (evict_again)');
  await page.keyboard.press('Delete');
  await expect(tab(page, 'hole-punch.race')).toContainText('changed here');
  await idle(page);
  await tab(page, 'hole-punch').first().click();
  await expect(await verdictBeside(page, 'finally no_stale_block')).toHaveText(
    '✓ holds (never tested)',
  );
  await expect(await verdictBeside(page, 'expect no_stale_block')).toHaveText(
    '✓ holds (never tested), not as expected',
  );
  await expect(editor(page)).toContainText('edited from hole-punch');

  await page.reload();
  await idle(page);
  await expect(parts(page).title).toContainText('hole-punch.race');
  await openEditor(page);
  await expect(tab(page, 'hole-punch.race')).toContainText('changed here');
  await expect(await verdictBeside(page, 'finally no_stale_block')).toHaveText(
    '✓ holds (never tested)',
  );

  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Share' }).click();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(new URL(link).hash.length).toBeLessThan(2000);
  const other = await elsewhere(browser);
  const complaints = listenTo(other);
  await other.goto(link);
  await idle(other);
  await openEditor(other);
  await expect(tab(other, 'hole-punch.race')).toContainText('changed here');
  await expect(await verdictBeside(other, 'finally no_stale_block')).toHaveText(
    '✓ holds (never tested)',
  );
  expect(complaints).toEqual([]);
  await other.context().close();
});

test('a text with errors says where, and the last good one goes on playing', async ({ page }) => {
  await open(page);
  await press(page, '1', '2');
  await openEditor(page);
  await find(page, 'ext4_punch_hole');
  await page.keyboard.type('ext4_punch_hol');
  await page.keyboard.press('Escape');
  await expect(text(page)).toBeVisible();
  await expect(editor(page).locator('.cm-lintRange-error')).toHaveText('ext4_punch_hol');
  await expect(editor(page).locator('.editor-status')).toHaveText(
    '1 error. Showing the last valid version.',
  );
  await idle(page);
  await page.keyboard.press('F8');
  await expect(page.locator('.cm-tooltip')).toContainText('did you mean “ext4_punch_hole”?');
  await expect(parts(page).place).toHaveText('2 / 2');

  await page.reload();
  await idle(page);
  await expect(parts(page).diagnostics).toContainText('ext4_punch_hol');
  await expect(parts(page).place).toHaveText('2 / 2');
  await openEditor(page);
  await editor(page)
    .getByRole('button', { name: /^line / })
    .click();
  await page.keyboard.type('ext4_punch_hole');
  await page.keyboard.press('Escape');
  for (let i = 0; i < 'ext4_punch_hol'.length; i += 1) await page.keyboard.press('Delete');
  await idle(page);
  await expect(editor(page).locator('.cm-lintRange-error')).toHaveCount(0);
});

test('the witness of a line plays from the line', async ({ page }) => {
  await open(page);
  await openEditor(page);
  await (await verdictBeside(page, 'finally no_stale_block')).click();
  await expect(parts(page).verdict).toContainText(
    'A cached page is tied to a block that its file does not have there',
  );
  await expect(parts(page).place).not.toHaveText(/^0 /);
});

test('a copy is reverted, forgotten, and undone letter by letter', async ({ page }) => {
  await open(page);
  await openEditor(page);
  await find(page, 'Wilcox');
  await page.keyboard.type('Willy');
  await expect(parts(page).title).toContainText('hole-punch.race');
  await text(page).click();
  await page.keyboard.press('Control+z');
  await expect(parts(page).title).toContainText('2013');

  await find(page, 'Wilcox');
  await page.keyboard.type('Willy');
  await expect(parts(page).title).toContainText('hole-punch.race');
  await editor(page).getByRole('button', { name: 'Delete this copy' }).click();
  await expect(parts(page).title).toContainText('2013');
  await page.keyboard.press('Escape');
  await chooseScenario(page, 'Hole punch');
});

test('a name is completed, explained, and followed to where it is defined', async ({ page }) => {
  await open(page);
  await openEditor(page);
  await find(page, 'ext4_punch_hole');
  await page.keyboard.press('F12');
  await expect(tab(page, 'hole-punch.race')).toHaveAttribute('aria-current', 'true');
  await expect(editor(page).locator('.cm-activeLine')).toContainText('ext4_punch_hole');
  await text(page).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('\nvoid x() { unmap_map');
  await expect(page.getByRole('listbox')).toContainText('unmap_mapping_range');
  await expect(page.locator('.cm-completionInfo')).toContainText('unmap_mapping_range');
});

for (const [width, height] of [
  [1440, 900],
  [390, 844],
] as const) {
  test.describe(`at ${width} pixels`, () => {
    test.use({ viewport: { width, height } });

    test('the editor stands in nobody’s way', async ({ page }) => {
      await open(page);
      await openEditor(page);
      await page.keyboard.press('Control+End');
      await page.keyboard.type('task');
      await idle(page);
      await page.keyboard.press('Escape');
      await settled(page);
      expect(await barriersInBothThemes(page)).toEqual([]);
    });
  });
}

test('a dropped file is edited too', async ({ page }) => {
  await open(page, SMALL);
  await drop(
    page,
    'slot.race',
    `int 0..2 n;\ntask one 'o' { n = 1; }\nfinally set "it is set": n == 1;\n`,
  );
  await idle(page);
  await openEditor(page);
  await expect(await verdictBeside(page, 'finally set')).toHaveText('✓ holds');
});
