// What every journey needs: a page that must not complain, how it says that it has come to rest,
// and where on it things are said.
import { AxeBuilder } from '@axe-core/playwright';
import { test as base, expect, type Browser, type Locator, type Page } from '@playwright/test';

export { expect, type Locator, type Page };

/** A journey fails where the browser's console complains, whatever else it looks at. */
export const test = base.extend({
  page: async ({ page }, journey) => {
    const complaints = listenTo(page);
    await journey(page);
    expect(complaints).toEqual([]);
  },
});

/** What the console says of errors and warnings from now on. */
export function listenTo(page: Page): readonly string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.text().startsWith('Service Worker registration blocked')) return;
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  return complaints;
}

/** Waits until nothing is searched, played, moved, or about to be written into the address. */
export async function idle(page: Page): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('data-idle', 'true', { timeout: 60_000 });
}

/** A scenario whose searches are over at once: for journeys that need one, whichever it is. */
export const SMALL = '#/munmap';

/** Opens an address (its hash alone), and waits for the page to rest. */
export async function open(page: Page, hash = '#/hole-punch'): Promise<void> {
  await page.goto(`./${hash}`);
  await idle(page);
}

/** Goes to another address in the page that is open. */
export async function follow(page: Page, hash: string): Promise<void> {
  await page.evaluate((next) => {
    if (location.hash === next) return null;
    return new Promise((went) => {
      addEventListener('popstate', went, { once: true });
      location.hash = next;
    }).then(() => null);
  }, hash);
  await idle(page);
}

/** Play goes as fast as it may: whoever keeps this setting finds it again. */
export async function hurry(page: Page): Promise<void> {
  await page.addInitScript(() => localStorage.setItem('pagerace.panels.1', '{"stepMs":20}'));
}

export async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
  await idle(page);
}

const TAGS = ['wcag2a', 'wcag2aa', 'best-practice'];

/** What a rule of axe found, and where. */
export function barriers(page: Page): Promise<string[]> {
  return violations(new AxeBuilder({ page }).withTags(TAGS));
}

/** The same in both themes: only colours differ between them, so in the dark contrast alone is looked at. */
export async function barriersInBothThemes(page: Page): Promise<string[]> {
  const light = await barriers(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await settled(page);
  const dark = await violations(new AxeBuilder({ page }).withRules('color-contrast'));
  await page.emulateMedia({ colorScheme: 'light' });
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  return [...light, ...dark.map((one) => `in the dark, ${one}`)];
}

async function violations(axe: AxeBuilder): Promise<string[]> {
  const { violations: found } = await axe.analyze();
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary}`),
  );
}

/** Glides and fades have ended (a cursor blinks on): what is half transparent has no contrast to measure. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const ending = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(ending.map((animation) => animation.finished));
  });
}

/** Another person's browser: nothing of this one is known there. */
export async function elsewhere(browser: Browser): Promise<Page> {
  const context = await browser.newContext();
  return context.newPage();
}

/** The hash of the address, as the bar shows it. */
export function hashOf(page: Page): string {
  return new URL(page.url()).hash;
}

/** What the page says, by the place where it says it. */
export function parts(page: Page) {
  return {
    /** The step in one sentence. */
    caption: page.locator('.caption-step'),
    /** Cues, broken properties, and why time stands still. */
    more: page.locator('.caption-more'),
    notices: page.locator('.notice'),
    diagnostics: page.getByRole('region', { name: 'Diagnostics' }),
    place: page.locator('.player-place'),
    slider: page.getByRole('slider', { name: 'Position in the run' }),
    world: page.getByRole('region', { name: 'World' }),
    verdict: page.locator('.verdict-chosen'),
    kernel: page.getByRole('button', { name: /^Kernel / }),
    title: page.getByRole('heading', { level: 1 }),
  };
}

/** The card of an object in the world graph, by the beginning of what it says of itself. */
export function card(page: Page, object: string): Locator {
  return parts(page).world.locator(`.wg-card[aria-label^="${object}"]`);
}

export async function chooseKernel(page: Page, name: string): Promise<void> {
  await parts(page).kernel.click();
  await page.getByRole('radio', { name, exact: true }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await idle(page);
}

export async function chooseScenario(page: Page, title: string): Promise<void> {
  await parts(page).title.getByRole('button').click();
  await page.getByRole('menuitemradio', { name: title }).click();
  await idle(page);
}

/** Lets a file fall onto the page, as from the desktop. */
export async function drop(page: Page, name: string, content: string | Uint8Array): Promise<void> {
  const bytes = [...(typeof content === 'string' ? new TextEncoder().encode(content) : content)];
  const dataTransfer = await page.evaluateHandle(
    ([file, data]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([new Uint8Array(data)], file));
      return transfer;
    },
    [name, bytes] as const,
  );
  await page.dispatchEvent('body', 'dragover', { dataTransfer });
  await page.dispatchEvent('body', 'drop', { dataTransfer });
}
