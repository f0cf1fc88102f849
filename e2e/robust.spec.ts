// What the page does where something is missing or meant badly: a policy that blocks foreign scripts, a text without
// tasks, a part that does not load, a browser that stores nothing.
import type { Browser } from '@playwright/test';
import { elsewhere, expect, idle, open, type Page, press, SMALL, test, parts } from './page.ts';

/** A page whose console may complain: something is broken on purpose. */
async function brokenPage(browser: Browser, act: (page: Page) => Promise<void>): Promise<void> {
  const page = await elsewhere(browser);
  await act(page);
  await page.context().close();
}

test('no part of the page breaks its content-security policy', async ({ page }) => {
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      console.error(`policy: ${violatedDirective} ${blockedURI}`),
    );
  });
  await open(page);
  for (const key of ['?', 'm', 'g', 'e']) {
    await press(page, key);
    await expect(page.getByRole(key === 'e' ? 'textbox' : 'dialog').first()).toBeVisible();
    await page.keyboard.press('Escape');
  }
  await expect(page.locator('meta[http-equiv="Content-Security-Policy"]')).toHaveCount(1);
});

test('the policy stops a script that was put into the page', async ({ browser }) => {
  await brokenPage(browser, async (page) => {
    await open(page, SMALL);
    const stopped = await page.evaluate(() => {
      const report = new Promise<string>((resolve) => {
        addEventListener('securitypolicyviolation', (event) => resolve(event.violatedDirective));
      });
      const script = document.createElement('script');
      script.textContent = 'document.title = "taken over"';
      document.body.append(script);
      return report;
    });
    expect(stopped).toMatch(/^script-src/);
    expect(await page.title()).not.toBe('taken over');
  });
});

test('a text without any task is shown, edited, and opened again', async ({ page }) => {
  const { title, place } = parts(page);
  await open(page, '#/x.race:1.d0kf.gRydxQMA');
  await expect(title).toContainText('x.race');
  await expect(place).toHaveText('0 / 0');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await press(page, 'e');
  await expect(page.getByRole('region', { name: 'Editor' })).toContainText('All 1 state searched');
  await page.reload();
  await idle(page);
  await expect(title).toContainText('x.race');
});

test('a part that did not load comes with a new page, which keeps the run', async ({ browser }) => {
  await brokenPage(browser, async (page) => {
    await page.route(/HelpPart/, (route) => route.abort());
    await open(page, SMALL);
    await press(page, '1', '?');
    await expect(page.getByRole('alert')).toContainText('could not be loaded');
    await page.unroute(/HelpPart/);
    await page.getByRole('button', { name: 'Load the page again' }).click();
    await expect(page.getByRole('alert')).toHaveCount(0);
    await idle(page);
    await expect(parts(page).place).toHaveText('1 / 1');
    await press(page, '?');
    const help = page.getByRole('dialog', { name: 'Keys' });
    await expect(help).toBeVisible();
    await page.keyboard.press('?');
    await expect(help).toHaveCount(0);
  });
});

test('no notice lies over an open menu', async ({ page }) => {
  await open(page, '#/hole-punch/2.6.23/fp2g@4~zzzz');
  await expect(parts(page).notices).toHaveCount(1);
  await parts(page).kernel.click();
  for (const kernel of await page.getByRole('radio').all()) await kernel.click({ trial: true });
});

test('an unfinished text that nothing keeps is not lost without a question', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', {
      get: () => {
        throw new DOMException('forbidden', 'SecurityError');
      },
    });
  });
  await open(page, SMALL);
  await press(page, 'e');
  await page.getByRole('region', { name: 'Editor' }).getByRole('textbox').click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('!');
  await expect(parts(page).notices).toContainText('This browser stores nothing');
  const asked = page.waitForEvent('dialog');
  const closing = page.close({ runBeforeUnload: true });
  expect((await asked).type()).toBe('beforeunload');
  await (await asked).accept();
  await closing;
});
