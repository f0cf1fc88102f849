// Every scenario on the stage, at the last step of two of the runs that break something in it. All of these runs are opened
// without a browser in src/session/session/catalogueWitnesses.test.ts.
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';
import { expect, follow, open, test as base, parts, type Page } from './page.ts';

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

/** The project itself says which runs there are. */
const test = base.extend<object, { readonly find: Find }>({
  find: [
    // Playwright reads from the pattern which fixtures this one needs: none.
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const server = await createServer({ root, configFile: false, server: { middlewareMode: true, ws: false }, appType: 'custom', logLevel: 'error' }); // prettier-ignore
      const { witnessLinks } = await server.ssrLoadModule(
        '/src/check/link/witnessLinks.testing.ts',
      );
      // All are searched on the first question, which takes longer than a journey may.
      witnessLinks(scenarios[0]);
      await use(witnessLinks);
      await server.close();
    },
    { scope: 'worker', timeout: 600_000 },
  ],
});

/** What no single run shows: it is true of all runs that go on from here. */
const SHOWN_BY_NO_RUN = 'no_stuck';

/** Scenarios that one page shows in turn: to load it for each of them takes longer than to show it. */
const IN_TURN = 6;

for (let first = 0; first < scenarios.length; first += IN_TURN) {
  const names = scenarios.slice(first, first + IN_TURN);
  test(`what they break is shown by ${names.join(', ')}`, async ({ page, find }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await open(page, `#/${names[0]}`);
    for (const scenario of names) {
      const witnesses = find(scenario);
      expect(witnesses).not.toEqual([]);
      for (const witness of new Set([witnesses.at(0), witnesses.at(-1)]))
        if (witness !== undefined) await showsWitness(page, scenario, witness);
    }
  });
}

async function showsWitness(page: Page, scenario: string, witness: Witness): Promise<void> {
  const { hash, steps, property, verdicts } = witness;
  await test.step(`${scenario} ${witness.kernel}: ${property}`, async () => {
    await follow(page, hash);
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
