// Journeys through the built page in Debian's Chromium.
import { defineConfig } from '@playwright/test';
import { freePort } from './e2e/freePort.ts';

// Workers read this file too and must get the same port.
const port = Number((process.env['PAGERACE_PORT'] ??= String(await freePort())));
const url = `http://127.0.0.1:${port}/`;

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: `test-results/${port}`,
  snapshotPathTemplate: '{testDir}/shots/{arg}{ext}',
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  // A browser that starves on a loaded machine gets one more attempt; the list reports it as flaky.
  retries: process.env['CI'] === undefined ? 0 : 1,
  // The searches of a journey share two cores with its browser: the limit only ends what hangs.
  timeout: 120_000,
  expect: {
    timeout: 20_000,
    toHaveScreenshot: { maxDiffPixelRatio: 0.005, animations: 'disabled', caret: 'hide' },
  },
  use: {
    baseURL: url,
    viewport: { width: 1280, height: 720 },
    locale: 'en-US',
    timezoneId: 'UTC',
    colorScheme: 'light',
    // A journey that cuts the network at a file wants it asked for; the journeys of talks allow it.
    serviceWorkers: 'block',
    // Recording costs time in every journey: where a failed one is tried again, only that attempt is recorded.
    trace: process.env['CI'] === undefined ? 'retain-on-failure' : 'on-first-retry',
    launchOptions: {
      executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
      // Only our own page is opened; root, and many a container, cannot have the sandbox.
      chromiumSandbox: false,
      args: [
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--disable-dev-shm-usage',
        '--font-render-hinting=none',
      ],
    },
  },
  webServer: {
    command: `node e2e/server.mjs ${port}`,
    url,
    reuseExistingServer: false,
    timeout: 120_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 5_000 },
  },
});
