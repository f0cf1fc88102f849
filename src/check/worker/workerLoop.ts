// The worker's side of a browser: hands the loop what a browser's worker has.

import { createCheckerLoop } from './checkerLoop.ts';
import type { ToChecker } from './checkerMessage.ts';

/** Answers the page's requests, one search at a time in slices, for as long as the worker lives. */
export function serveInWorker<Request, Answer, Update>(
  search: (request: Request) => Iterator<Update, Answer, void>,
): void {
  /** A message to oneself comes after those that already wait. */
  const echo = new MessageChannel();
  const listening: (() => void)[] = [];
  echo.port1.addEventListener('message', () => listening.shift()?.());
  echo.port1.start();
  const receive = createCheckerLoop<Request, Answer, Update>({
    search,
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has none
    post: (message) => self.postMessage(message),
    now: () => performance.now(),
    listen: () =>
      new Promise((resolve) => {
        listening.push(resolve);
        echo.port2.postMessage(null);
      }),
  });
  self.addEventListener(
    'message',
    ({ data }: MessageEvent<ToChecker<Request>>) => void receive(data),
  );
}
