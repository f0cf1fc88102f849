// `npm run bench:browser`: the same search in Chromium, in the built page's worker, and in Node, alternating.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, Page } from '@playwright/test';
import { freePort } from '../e2e/freePort.ts';
import { at } from '../src/base/assert.ts';
import { DEFAULT_LIMITS } from '../src/check/verdict/checkConfiguration.ts';
import type { CheckRequest, FromChecker } from '../src/check/worker/checkerMessage.ts';
import { namedConfiguration } from '../src/check/link/namedConfiguration.ts';
import { kernelLibrary } from '../src/check/source/library.ts';
import type { Report } from '../src/check/verdict/report.ts';
import { searchRequest } from '../src/check/worker/searchRequest.ts';
import { readProgram } from './measurement.ts';
import { scalableModel } from './scalableModel.ts';
import { spreadOf, spreadText } from './spread.ts';

const USAGE = `Searches one model in the page's worker in Chromium and in Node, taking turns.

usage: npm run -s bench:browser -- [--json] [--pairs N] [--size F,P,N]

  --json   print one JSON object
  --pairs  how many pairs (default: 7)
  --size   faulters, punchers and pages (default: 1,3,1)
  --help   print this

The ratio is of states a second of CPU time (of the renderer's process, as Chromium tells it); by the clock too,
which says little on a machine that is busy. CHROMIUM names another browser than Debian's.`;

/** Both search once before they are measured, so that the engine has compiled the code. */
const WARM_UPS = 1;

const PAGE_IS_UP_MS = 120_000;

/** States a second. */
interface Rate {
  readonly cpu: number;
  readonly clock: number;
  readonly report: Report;
}

export async function benchBrowser(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: 'boolean', default: false },
      pairs: { type: 'string', default: '7' },
      size: { type: 'string', default: '1,3,1' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const chromium = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
  if (values.help) say(USAGE);
  else if (!existsSync(chromium)) say(values.json ? '{}' : 'Nothing measured: no Chromium.');
  else
    await withPage(chromium, (browser, page) =>
      measurePairs(browser, page, modelToSearch(values.size), Number(values.pairs), values.json),
    );
}

async function measurePairs(
  browser: Browser,
  page: Page,
  request: CheckRequest,
  pairs: number,
  json: boolean,
): Promise<void> {
  const worker = await startWorker(browser, page);
  for (let i = 0; i < WARM_UPS; i += 1) {
    await worker(request);
    inNode(request);
  }
  const chromium: Rate[] = [];
  const node: Rate[] = [];
  for (let i = 0; i < pairs; i += 1) {
    chromium.push(await worker(request));
    node.push(inNode(request));
  }
  print(chromium, node, json);
}

function print(chromium: readonly Rate[], node: readonly Rate[], json: boolean): void {
  const by = (clock: 'cpu' | 'clock') => ({
    ratio: spreadOf(chromium.map((rate, i) => rate[clock] / at(node, i)[clock])),
    chromium: spreadOf(chromium.map((rate) => rate[clock])),
    node: spreadOf(node.map((rate) => rate[clock])),
  });
  const found = { cpu: by('cpu'), clock: by('clock') };
  const { states, limits } = at(chromium, 0).report;
  if (json) say(JSON.stringify({ states, limits, ...found }, null, 2));
  else {
    say([`${states} states`, ...limits].join(', cut by: '));
    for (const [clock, rates] of Object.entries(found))
      say(`states a second, ${clock}: Chromium's worker ${spreadText(rates.chromium)}, Node ${spreadText(rates.node)}, ratio ${spreadText(rates.ratio)}`); // prettier-ignore
  }
}

function modelToSearch(size: string): CheckRequest {
  const [faulters = 1, punchers = 1, pages = 1] = size.split(',').map(Number);
  const text = scalableModel({ faulters, punchers, pages });
  const config = namedConfiguration(readProgram('scalable', text), '5.15')?.config ?? {};
  return {
    source: { name: 'scalable', text, library: kernelLibrary },
    config,
    limits: DEFAULT_LIMITS,
  };
}

function inNode(request: CheckRequest): Rate {
  const before = process.cpuUsage();
  const work = searchRequest(request, () => performance.now());
  for (;;) {
    const slice = work.next();
    if (slice.done !== true) continue;
    const { user, system } = process.cpuUsage(before);
    return rateOf(slice.value, (user + system) / 1e6);
  }
}

function rateOf(report: Report, cpuSeconds: number): Rate {
  const { states, ms } = report;
  return { cpu: states / cpuSeconds, clock: (states / ms) * 1000, report };
}

/** The page's own worker file, started once more and sent the same messages. */
async function startWorker(
  browser: Browser,
  page: Page,
): Promise<(request: CheckRequest) => Promise<Rate>> {
  const url = await workerUrl(page);
  const handle = await page.evaluateHandle(
    (file) => new Worker(file, { type: 'module', name: 'checker' }),
    url,
  );
  const cpuSeconds = await renderersClock(browser);
  return async (request) => {
    const before = await cpuSeconds();
    const message = await handle.evaluate(async (worker, wanted) => {
      const answer = new Promise<FromChecker>((done) =>
        worker.addEventListener('message', function hear({ data }: MessageEvent<FromChecker>) {
          if (data.type === 'progress') return;
          worker.removeEventListener('message', hear);
          done(data);
        }),
      );
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has none
      worker.postMessage({ type: 'start', id: 1, request: wanted });
      return await answer;
    }, request);
    if (message.type !== 'done') throw new Error(`the worker says ${message.type}`);
    return rateOf(message.report, (await cpuSeconds()) - before);
  };
}

/** CPU time of all renderer processes: one page is open, and it is idle. */
async function renderersClock(browser: Browser): Promise<() => Promise<number>> {
  const session = await browser.newBrowserCDPSession();
  return async () => {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    const renderers = processInfo.filter(({ type }) => type === 'renderer');
    return renderers.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
  };
}

/** The page starts its checker by itself when it opens a scenario. */
async function workerUrl(page: Page): Promise<string> {
  const isChecker = (url: string) => /searchWorker/.test(url);
  const known = page.workers().find((worker) => isChecker(worker.url()));
  if (known !== undefined) return known.url();
  const found = await page.waitForEvent('worker', (worker) => isChecker(worker.url()));
  return found.url();
}

/** Builds and serves the page, opens it, and closes both. */
async function withPage(
  executablePath: string,
  work: (browser: Browser, page: Page) => Promise<void>,
): Promise<void> {
  const port = await freePort();
  const server = spawn(process.execPath, [resolve('e2e/server.mjs'), String(port)], { stdio: ['ignore', 2, 2] }); // prettier-ignore
  const { chromium } = await import('@playwright/test');
  const browser = await chromium.launch({
    executablePath,
    chromiumSandbox: false,
    args: ['--disable-gpu', '--no-first-run', '--disable-dev-shm-usage', '--disable-component-update'], // prettier-ignore
  });
  try {
    const url = `http://127.0.0.1:${port}/`;
    await isServed(url);
    const page = await browser.newPage();
    await page.goto(`${url}#/hole-punch`);
    await work(browser, page);
  } finally {
    await browser.close();
    server.kill('SIGTERM');
  }
}

async function isServed(url: string): Promise<void> {
  const end = performance.now() + PAGE_IS_UP_MS;
  while (performance.now() < end) {
    const served = await fetch(url).then(({ ok }) => ok, () => false); // prettier-ignore
    if (served) return;
    await new Promise((later) => setTimeout(later, 200));
  }
  throw new Error('the page is not served');
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
