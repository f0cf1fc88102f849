// What a visitor can do with the first scenario, in the order of the page's own promise.
import {
  card,
  chooseKernel,
  elsewhere,
  expect,
  hashOf,
  hurry,
  idle,
  open,
  type Page,
  press,
  test,
  parts,
} from './page.ts';

const witnessOf = /^Play the shortest run that breaks no_foreign_write$/;

/** Plays from stop to stop until a property breaks; what was said at each stop. */
async function playToTheEnd(page: Page): Promise<string[]> {
  const stops: string[] = [];
  for (let stop = 0; stop < 40; stop++) {
    await press(page, 'Space');
    stops.push(await parts(page).more.innerText());
    if (stops.at(-1)?.includes('Write-back wrote a block')) return stops;
  }
  return stops;
}

test('a visitor steps, plays, sees the foreign write, and where the fixed kernel blocks', async ({
  page,
  context,
  browser,
}) => {
  const { caption, more, place, slider, world, verdict, kernel, title, notices } = parts(page);
  const litLine = page.locator('.code-line[data-next="true"]');

  await test.step('the page opens on the hole punch, searched to its end', async () => {
    await hurry(page);
    await open(page);
    await expect(title).toContainText('Hole punch against a page fault');
    await expect(kernel).toHaveText(/2\.6\.23/);
    await expect(verdict).toContainText(/All [\d,]+ states searched/);
    await expect(page.locator('.code-panel')).toHaveAccessibleName('Code of fault');
    await expect(litLine).toHaveText(/t = current->cpu->tlb\[index\];/);
  });

  await test.step('a number key steps its task: code, world and diagram follow', async () => {
    await press(page, '1');
    await expect(caption).toHaveText('Step 1. fault finds cpu0.tlb[0] empty.');
    await expect(litLine).not.toHaveText(/tlb\[index\]/);
    await expect(world.getByRole('group').first()).toHaveAccessibleName('The world after step 1');
    await expect(slider).toHaveAttribute('aria-valuenow', '1');

    await expect(card(page, 'file F')).toHaveAccessibleName(/i_mutex free/);
    await press(page, '2');
    await expect(caption).toHaveText('Step 2. punch takes F.i_mutex.');
    await expect(page.locator('.code-panel')).toHaveAccessibleName('Code of punch');
    await expect(card(page, 'file F')).toHaveAccessibleName(/i_mutex held by punch/);
    await expect(slider).toHaveAttribute('aria-valuetext', /punch takes F\.i_mutex/);
    await expect(page.locator('.time-plot')).toContainText('F.i_mutex');
    await expect(place).toHaveText('2 / 2');
  });

  await test.step('a step back goes back, and keeps the run', async () => {
    await press(page, 'ArrowLeft');
    await expect(place).toHaveText('1 / 2');
    await expect(card(page, 'file F')).toHaveAccessibleName(/i_mutex free/);
    await expect(caption).toHaveText('Step 1. fault finds cpu0.tlb[0] empty.');
  });

  await test.step('play says which run it follows, and stops at each lock transition', async () => {
    await expect(page.getByRole('button', { name: 'Play the rest of this run' })).toBeVisible();
    await press(page, 'End');
    await expect(page.getByRole('button', { name: witnessOf })).toBeVisible();
    const stops = await playToTheEnd(page);
    expect(stops[0]).toContain('Stopped: fault takes mm0.mmap_sem for reading, it was free.');
    expect(stops[1]).toContain('Stopped: punch takes F.i_mutex, it was free.');
    expect(stops.length).toBeGreaterThan(6);
    for (const stop of stops.slice(0, -1)) {
      expect(stop).toMatch(
        /Stopped: (fault|punch|flush) (takes|releases) \S*(mmap_sem|i_mutex|i_data_sem|PG_locked)\b/,
      );
    }
  });

  await test.step('the run ends in the foreign write, and everything shows it', async () => {
    await expect(caption).toContainText(
      /flush reads A from page P1 and writes A to block B1, owned by nobody/,
    );
    await expect(more).toContainText('Write-back wrote a block that the file had given up');
    const steps = Number(await slider.getAttribute('aria-valuemax'));
    expect(steps).toBeGreaterThan(20);
    await expect(verdict).toContainText(new RegExp(`violated at step ${steps} of ${steps}`, 'i'));
    await expect(verdict).toContainText('This is a shortest run.');
    await expect(page.locator('.time-label[data-broken="true"]')).toHaveText('no_foreign_write');
    await expect(page.locator('.time-segment[data-state="broken"]')).toHaveCount(1);
    await expect(card(page, 'block B1')).toHaveAccessibleName(/owner NULL/);
    await expect(card(page, 'block B1')).toHaveClass(/wg-card--freed/);
    await expect(world.locator('.wg-trail--breaks')).toHaveCount(1);
  });

  await test.step('the same run on 5.15 stops where the fixed kernel blocks', async () => {
    await chooseKernel(page, '5.15');
    const blocked = 'it waits for F.i_data.invalidate_lock, held by punch';
    await expect(notices).toHaveText(`Here 5.15 blocks fault: ${blocked}`);
    await expect(page.getByRole('button', { name: /^fault, waiting for/ })).toHaveAccessibleName(
      'fault, waiting for F.i_data.invalidate_lock, held by punch',
    );
    await expect(card(page, 'file F')).toHaveAccessibleName(/invalidate_lock held by punch/);
    await expect(verdict).toContainText(/holds in every run/i);
  });

  await test.step('the address opens the same step of the same run elsewhere', async () => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Share' }).click();
    await expect(page.getByText('Copied the link to this step.')).toBeAttached();
    const address = await page.evaluate(() => navigator.clipboard.readText());
    const other = await elsewhere(browser);
    await other.goto(address);
    await idle(other);
    expect(hashOf(other)).toBe(hashOf(page));
    for (const part of ['caption', 'more', 'place', 'kernel', 'title'] as const) {
      await expect(parts(other)[part]).toHaveText((await parts(page)[part].textContent()) ?? '');
    }
    const labels = (of: Page) =>
      of.locator('.wg-card').evaluateAll((cards) => cards.map((one) => one.ariaLabel));
    expect(await labels(other)).toEqual(await labels(page));
    await other.context().close();
  });
});
