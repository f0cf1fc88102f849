// What a person takes away from the page as a file.
import { readFileSync } from 'node:fs';
import { expect, open, type Page, press, test } from './page.ts';

test('a configuration is saved as Promela, under its own name', async ({ page }) => {
  await open(page, '#/hole-punch/2.6.23');
  await page.getByRole('button', { name: 'Export' }).click();
  const saving = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: /natural form/ }).click();
  const download = await saving;
  expect(download.suggestedFilename()).toBe('hole-punch-2.6.23-natural.pml');
  const text = readFileSync(await download.path(), 'utf8');
  expect(text).toContain('proctype punch()');
  expect(text).toContain('fault_locks_page=true');
});

async function taken(page: Page, item: RegExp): Promise<Buffer> {
  await page.getByRole('button', { name: 'Export' }).click();
  const saved = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: item }).click();
  return readFileSync(await (await saved).path());
}

test('the step is saved as a picture, in lines and in pixels', async ({ page }) => {
  await open(page);
  await press(page, '1', '2', '1');
  const svg = (await taken(page, /^Picture, SVG/)).toString();
  expect(svg).toContain('Step 3. fault');
  const [, width = '', height = ''] = /width="(\d+)" height="(\d+)"/.exec(svg) ?? [];
  const png = await taken(page, /^Picture, PNG/);
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([
    2 * Number(width),
    2 * Number(height),
  ]);
  expect((await taken(page, /^QR code/)).toString()).toContain('<svg');
  expect(JSON.parse((await taken(page, /^Trace, JSON/)).toString())).toMatchObject({
    format: 'pagerace-trace',
    schedule: 'fpf',
  });
});

test('the step is copied as Markdown, as a frame, and as a Mermaid diagram', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page);
  await press(page, '1', '2');
  for (const [item, says] of [
    [
      /^Copy as Markdown/,
      /^\[!\[Hole punch.*\]\(hole-punch-2\.6\.23-step-2\.svg\)\]\(http.*#\/hole-punch/,
    ],
    [/^Copy as HTML/, /^<iframe src="http[^"]*\?embed=#\/hole-punch[^"]*"/],
    [/^Copy as Mermaid/, /sequenceDiagram/],
  ] as const) {
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: item }).click();
    await expect(page.locator('.export-status')).toContainText('Copied');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(says);
  }
});
