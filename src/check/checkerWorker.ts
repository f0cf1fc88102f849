// The worker itself: hands the loop what a browser's worker has.

import { createCheckerLoop } from './checkerLoop.ts';
import type { ToChecker } from './checkerMessage.ts';
import { searchRequest } from './searchRequest.ts';

/** A message to oneself comes after those that already wait. */
const echo = new MessageChannel();
const listening: (() => void)[] = [];
echo.port1.addEventListener('message', () => listening.shift()?.());
echo.port1.start();

const now = () => performance.now();
const receive = createCheckerLoop({
  search: (request) => searchRequest(request, now),
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has none
  post: (message) => self.postMessage(message),
  now,
  listen: () =>
    new Promise((resolve) => {
      listening.push(resolve);
      echo.port2.postMessage(null);
    }),
});

self.addEventListener('message', ({ data }: MessageEvent<ToChecker>) => void receive(data));
