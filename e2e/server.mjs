// Builds the page into a folder of its own and serves it until told to stop: journeys always see
// the sources as they are, and two runs at once do not disturb each other.
// Usage: node e2e/server.mjs PORT
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, preview } from 'vite';

const root = resolve(fileURLToPath(import.meta.url), '../..');
const outDir = mkdtempSync(join(tmpdir(), 'pagerace-page-'));
const port = Number(process.argv[2]);

process.on('exit', () => rmSync(outDir, { recursive: true, force: true }));
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => process.exit(0));

const settings = /** @type {const} */ ({ root, configLoader: 'runner', logLevel: 'warn' });
await build({ ...settings, build: { outDir, emptyOutDir: true } });
await preview({
  ...settings,
  build: { outDir },
  preview: { host: '127.0.0.1', port, strictPort: true },
});
