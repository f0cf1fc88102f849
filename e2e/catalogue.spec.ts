// Every scenario on the stage: on each of its kernels, one run for each property that breaks, at its last step.
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';
import { expect, idle, test as base, parts, type Page } from './page.ts';

interface Witness {
  readonly kernel: string;
  readonly hash: string;
  readonly steps: number;
  readonly property: string;
  readonly verdicts: Readonly<Record<string, string>>;
}

type Find = (scenario: string) => readonly Witness[];

const root = resolve(fileURLToPath(import.meta.url), '../..');
const scenarios = readdirSync(join(root, 'src/scenarios')).flatMap((file) =>
  file.endsWith('.race') ? [file.replace('.race', '')] : [],
);

/** The project itself says which runs there are: it is searched once more, beside the page. */
const test = base.extend<object, { readonly find: Find }>({
  find: [
    // Playwright reads from the pattern which fixtures this one needs: none.
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const server = await createServer({ root, configFile: false, server: { middlewareMode: true, ws: false }, appType: 'custom', logLevel: 'error' }); // prettier-ignore
      const { witnessLinks } = await server.ssrLoadModule(
        '/src/check/link/witnessLinks.testing.ts',
      );
      await use(witnessLinks);
      await server.close();
    },
    { scope: 'worker' },
  ],
});

/** What no single run shows: it is true of all runs that go on from here. */
const SHOWN_BY_NO_RUN = 'no_stuck';

for (const scenario of scenarios) {
  test(`${scenario} shows what it breaks, on each of its kernels`, async ({ page, find }) => {
    const witnesses = find(scenario);
    expect(witnesses).not.toEqual([]);
    for (const witness of witnesses) await showsWitness(page, witness);
  });
}

async function showsWitness(page: Page, witness: Witness): Promise<void> {
  const { hash, steps, property, verdicts } = witness;
  await test.step(`${witness.kernel}: ${property}`, async () => {
    await page.goto(`./${hash}`);
    await idle(page);
    await expect(parts(page).place).toHaveText(`${steps} / ${steps}`);
    await expect(parts(page).notices).toHaveCount(0);
    expect(await verdictsOn(page)).toEqual(verdicts);
    const broken = await page.locator('.time-label[data-broken="true"]').allTextContents();
    expect(broken.filter((name) => verdicts[name] !== 'violated')).toEqual([]);
    if (property !== SHOWN_BY_NO_RUN) expect(broken).toContain(property);
    await expect(parts(page).world.locator('.wg-card').first()).toBeVisible();
  });
}

/** The list beside the stage: the search's own verdicts. */
async function verdictsOn(page: Page): Promise<Record<string, string>> {
  const rows = await page
    .locator('.finding')
    .evaluateAll((found) =>
      found.map((row) => [
        row.querySelector('.finding-name')?.textContent ?? '',
        row.querySelector('.finding-verdict')?.textContent ?? '',
      ]),
    );
  return Object.fromEntries(rows);
}
