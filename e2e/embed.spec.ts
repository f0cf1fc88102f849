// The stage in a frame of a page from another origin.
import { createServer } from 'node:http';
import type { FrameLocator } from '@playwright/test';
import { elsewhere, expect, type Page, test } from './page.ts';

/** Serves a page from an origin of its own that holds the address in a frame and collects what the frame says. */
async function embed(page: Page, address: string): Promise<FrameLocator> {
  const src = new URL(address, test.info().project.use.baseURL).href;
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(`<!doctype html><html lang="en"><title>Slides</title>
<link rel="icon" href="data:,"><iframe title="race" src="${src}" width="900" height="560"></iframe>
<script>
window.heard = [];
const frame = document.querySelector('iframe');
addEventListener('message', ({ data, source }) => source === frame.contentWindow && heard.push(data));
</script>`);
  });
  await new Promise<void>((listens) => server.listen(0, '127.0.0.1', () => listens()));
  page.once('close', () => server.close());
  const bound = server.address();
  await page.goto(`http://127.0.0.1:${typeof bound === 'object' ? bound?.port : ''}/`);
  return page.frameLocator('iframe');
}

const send = (page: Page, message: object): Promise<void> =>
  page.evaluate((posted) => window.frames[0]?.postMessage(posted, '*'), message);

/** The last message of the frame. */
async function heard(page: Page): Promise<unknown> {
  return page.evaluate(() => (Reflect.get(window, 'heard') as unknown[]).at(-1));
}

test('a page of another origin steps the frame, and hears what is on the stage', async ({
  page,
}) => {
  const frame = await embed(page, './?embed&time#/munmap');
  await expect.poll(() => heard(page)).toEqual({ pagerace: 1, type: 'ready' });
  await send(page, { pagerace: 1, type: 'hello' });
  await expect
    .poll(() => heard(page))
    .toMatchObject({ type: 'state', scenario: 'munmap', step: 0 });
  const first = frame.locator('html');
  await expect(first).toHaveAttribute('data-idle', 'true', { timeout: 60_000 });
  await send(page, { pagerace: 1, type: 'step', task: 'nobody' });
  await expect
    .poll(() => heard(page))
    .toMatchObject({
      type: 'error',
      message: expect.stringMatching(/there is no task “nobody”; there are \w+/),
    });
  await send(page, { pagerace: 1, type: 'load', hash: '#/hole-punch/2.6.23/f6p5@3' });
  await expect
    .poll(() => heard(page))
    .toMatchObject({ type: 'state', scenario: 'hole-punch', step: 3, steps: 11 });
  await send(page, { pagerace: 1, type: 'seek', to: 7 });
  await expect.poll(() => heard(page)).toMatchObject({ type: 'state', step: 7, playing: false });
  await expect(frame.locator('.caption-step')).toContainText('Step 7.');
  await expect(frame.getByRole('link', { name: /Open in pagerace/ })).toHaveAttribute(
    'href',
    /^http:\/\/127[^?]*\/#\/hole-punch/,
  );
});

/** The browser's console says that the frame calls an origin which is not there, so a page without a listener. */
test('a frame that names an origin hears no other', async ({ browser }) => {
  const page = await elsewhere(browser);
  const frame = await embed(
    page,
    './?embed&controls=none&origin=https://elsewhere.example#/hole-punch/2.6.23/f6p5@3',
  );
  await expect(frame.locator('.caption-step')).toContainText('Step 3.');
  await send(page, { pagerace: 1, type: 'seek', to: 7 });
  await send(page, { pagerace: 1, type: 'hello' });
  await expect(frame.locator('html')).toHaveAttribute('data-idle', 'true', { timeout: 60_000 });
  await expect(frame.locator('.caption-step')).toContainText('Step 3.');
  await expect(frame.getByRole('button', { name: /^Play/ })).toHaveCount(0);
  expect(await page.evaluate(() => (Reflect.get(window, 'heard') as unknown[]).length)).toBe(0);
  await page.context().close();
});
