// A file of one's own: chosen or dropped, good, with errors, or no text at all.
import { card, chooseScenario, drop, elsewhere, expect, hashOf } from './page.ts';
import { idle, listenTo, open, type Page, press, SMALL, test, parts } from './page.ts';

const race = `title "Two tasks and a slot";
tokens { ZERO, A, B };
struct slot { mutex guard; data value; };
struct slot S;
task first 'f' {
	mutex_lock(&S.guard);
	S.value = A;
	mutex_unlock(&S.guard);
}
task second 's' {
	S.value = B;
}
finally kept "what first stored stays": S.value == A;
expect kept violated;
`;
/** Numbers without a rule do not pack. */
const noise = Array.from({ length: 2000 }, (_, i) =>
  (Math.imul(i + 1, 0x9e3779b1) >>> 0).toString(36),
);
const long = `${race}/* ${noise.join(' ')} */\n`;
const broken = race.replace('S.value = A;', 'S.valeu = A;').replace('S.value = B;', 'S.value = ;');

async function staysOnStage(page: Page): Promise<void> {
  const { title, place, caption } = parts(page);
  await expect(title).toContainText('Hole punch against a page fault');
  await expect(place).toHaveText('2 / 2');
  await press(page, '1');
  await expect(caption).toHaveText(/^Step 3\. fault/);
}

test('a dropped file is put on the stage, searched and stepped', async ({ page }) => {
  const { title, verdict, caption } = parts(page);
  await open(page, SMALL);
  await drop(page, 'slot.race', race);
  await expect(title).toContainText('Two tasks and a slot');
  await expect(title).toContainText('slot.race');
  await idle(page);
  await expect(verdict).toContainText(/what first stored stays/);
  await expect(verdict).toContainText(/violated/i);
  await press(page, '1');
  await expect(caption).toHaveText('Step 1. first takes S.guard.');
  await expect(card(page, 'S:')).toHaveAccessibleName(/guard held by first/);
  expect(hashOf(page)).toMatch(/^#\/slot\.race\/default\/f@1~\w{4}:1\.\w{4}\.[\w-]+$/);
});

test('the page is not idle while a dropped file is read', async ({ page }) => {
  await page.addInitScript(() => {
    const read = Blob.prototype.arrayBuffer;
    Blob.prototype.arrayBuffer = async function slowly(this: Blob) {
      await new Promise((wait) => setTimeout(wait, 300));
      return read.call(this);
    };
  });
  await open(page, SMALL);
  await drop(page, 'slot.race', race);
  await idle(page);
  await press(page, '1', '1');
  await expect(parts(page).title).toContainText('Two tasks and a slot');
  await expect(parts(page).place).toHaveText('2 / 2');
});

test('a file is chosen in the menu of scenarios, and chosen again from there', async ({ page }) => {
  const { title } = parts(page);
  await open(page);
  await title.getByRole('button').click();
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('menuitem', { name: /^Open a file/ }).click();
  const file = { name: 'slot.race', mimeType: '', buffer: Buffer.from(race) };
  await (await chooser).setFiles(file);
  await expect(title).toContainText('Two tasks and a slot');
  await chooseScenario(page, 'Hole punch');
  await expect(title).toContainText('Hole punch');
  await chooseScenario(page, 'slot.race');
  await expect(title).toContainText('Two tasks and a slot');
});

test('a second version of the file takes the run over, statement by statement', async ({
  page,
}) => {
  const { notices, place } = parts(page);
  await open(page, SMALL);
  await drop(page, 'slot.race', race);
  await idle(page);
  await press(page, '1', '1', '2');
  const longer = race.replace('\tS.value = A;', '\tS.value = ZERO;\n\tS.value = A;');
  await drop(page, 'slot.race', longer);
  await expect(notices).toHaveText(
    'Followed the whole run of 3 steps on the new text: 1 step that only it has',
  );
  await expect(place).toHaveText('4 / 4');
});

test('the link into a file brings its text along', async ({ page, context, browser }) => {
  await open(page, SMALL);
  await drop(page, 'slot.race', race);
  await idle(page);
  await press(page, '1', '1');
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Share' }).click();
  await expect(page.getByText('Copied the link to this step.')).toBeVisible();

  const other = await elsewhere(browser);
  const complaints = listenTo(other);
  await other.goto(await page.evaluate(() => navigator.clipboard.readText()));
  await idle(other);
  await expect(parts(other).title).toContainText('Two tasks and a slot');
  await expect(parts(other).place).toHaveText('2 / 2');
  await expect(parts(other).notices).toHaveCount(0);
  expect(complaints).toEqual([]);
  await other.context().close();
});

test('a file that is too long for a link is opened by whoever follows it', async ({
  page,
  context,
  browser,
}) => {
  await open(page, SMALL);
  await drop(page, 'slot.race', long);
  await idle(page);
  await press(page, '1', '1');
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Share' }).click();
  await expect(parts(page).notices).toContainText(
    /^The link names slot\.race without its text.*the limit is 8,000/,
  );

  const other = await elsewhere(browser);
  const complaints = listenTo(other);
  await other.goto(await page.evaluate(() => navigator.clipboard.readText()));
  await expect(other.getByRole('alert')).toHaveText(
    'This link names the file slot.race, which is not in the catalogue. Open the file first',
  );
  await drop(other, 'slot.race', long);
  await idle(other);
  await expect(parts(other).place).toHaveText('2 / 2');
  await expect(parts(other).notices).toHaveCount(0);
  expect(hashOf(other)).toBe(hashOf(page));
  expect(complaints).toEqual([]);
  await other.context().close();
});

test('a file with errors is told where they are, and the last good program stays', async ({
  page,
}) => {
  const { diagnostics } = parts(page);
  await open(page);
  await press(page, '1', '2');
  await drop(page, 'slot.race', broken);
  await expect(diagnostics.getByRole('heading')).toHaveText(
    'slot.race: 2 errors; “Hole punch against a page fault” stays on the stage',
  );
  const [first, second] = await diagnostics.getByRole('listitem').allInnerTexts();
  expect(first).toMatch(/valeu[^]*did you mean “value”[^]*slot\.race:7:4/);
  expect(second).toContain('slot.race:11:12');
  await staysOnStage(page);

  await drop(page, 'slot.race', race);
  await expect(diagnostics).toHaveCount(0);
  await expect(parts(page).title).toContainText('Two tasks and a slot');
});

for (const [what, name, content, says] of [
  [
    'is not UTF-8',
    'slot.race',
    new Uint8Array([...new TextEncoder().encode(race), 0xff, 0xfe]),
    'slot.race: the file is not UTF-8; save it as UTF-8',
  ],
  [
    'is too large',
    'large.race',
    `/* ${'x'.repeat(300 * 1024)} */`,
    'large.race: the file has 301 KB, and the most is 256 KB; split it with `use`',
  ],
  [
    'is no scenario',
    'notes.txt',
    race,
    'notes.txt: the name of a scenario’s file must end in .race',
  ],
] as const) {
  test(`a file that ${what} is refused in one line`, async ({ page }) => {
    await open(page);
    await press(page, '1', '2');
    await drop(page, name, content);
    await expect(page.getByRole('alert')).toHaveText(says);
    await staysOnStage(page);
  });
}

test('a scenario without end meets a limit that has a name', async ({ page }) => {
  const { verdict, caption, more } = parts(page);
  await open(page, SMALL);
  await drop(
    page,
    'endless.race',
    `title "A counter without end";
struct counters { int 0..9 n; };
struct counters S;
task count 'c' { while (true) S.n++; }
always small "the counter stays small": S.n < 100;
`,
  );
  await idle(page);
  await expect(verdict).toContainText(/unknown/i);
  await expect(verdict).toContainText('range n 0..9');
  await press(page, ...'1111111111'.split(''));
  await expect(caption).toHaveText(/^Step 9\./);
  await expect(more).toContainText('range n 0..9');
});
