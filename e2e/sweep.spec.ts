// Scenarios at every size, at their start and at their bad end. `npm test` opens two that were hard to place, and wants
// every control free, every mark inside the picture and no token on another. With SWEEP=all every scenario is opened,
// with SWEEP=NAME,NAME those, and texts that are cut, covered or too small count as well: there are some still.
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { flaws } from './flaws.ts';
import { expect, hurry, idle, type Page, settled, test } from './page.ts';

interface Screen {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly least: number;
}

/** A page zoom of 150 % is a window of two thirds of the size. */
const SCREENS: readonly Screen[] = [
  { name: 'desk', width: 1440, height: 900, least: 12 },
  { name: 'hall', width: 1920, height: 1080, least: 20 },
  { name: 'small desk', width: 1280, height: 720, least: 12 },
  { name: 'phone', width: 390, height: 844, least: 12 },
  { name: 'tablet', width: 820, height: 1180, least: 12 },
  { name: 'phone on its side', width: 844, height: 390, least: 12 },
  { name: 'desk at 150 %', width: 960, height: 600, least: 12 },
  { name: 'desk at 200 %', width: 720, height: 450, least: 12 },
];

const root = resolve(fileURLToPath(import.meta.url), '../..');
const ALL = readdirSync(join(root, 'src/scenarios')).flatMap((file) =>
  file.endsWith('.race') ? [file.replace('.race', '')] : [],
);
const HARD = ['hole-punch', 'i_mutex-in-fault'];
/** How the flaws begin that no picture may have. */
const GRAVE = ['tokens overlap', 'out of the picture', 'covered control', 'the page is'];
const chosen = process.env['SWEEP'];
const scenarios = chosen === 'all' ? ALL : (chosen?.split(',') ?? HARD);

function isGrave(flaw: string): boolean {
  return GRAVE.some((words) => flaw.startsWith(words));
}

async function show(page: Page, scenario: string): Promise<void> {
  await page.goto(`./#/${scenario}`);
  await idle(page);
}

async function inspect(page: Page, when: string): Promise<void> {
  for (const { name, width, height, least } of SCREENS) {
    await page.setViewportSize({ width, height });
    await idle(page);
    await settled(page);
    const found = await flaws(page, { least });
    const counted = found.filter((flaw) => chosen !== undefined || isGrave(flaw));
    expect.soft(counted, `${when}, ${name}`).toEqual([]);
  }
}

for (const scenario of scenarios) {
  test(`${scenario} leaves nothing covered and nothing outside at any size`, async ({ page }) => {
    await hurry(page);
    await show(page, scenario);
    await inspect(page, 'at the start');
    await page.keyboard.press('Space');
    await page.keyboard.press('End');
    await idle(page);
    await inspect(page, 'at the end');
  });
}
