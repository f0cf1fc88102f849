// The builds from one file: the page (the default), and in the modes `cli`, `bench` and `catalogue` one bundle
// each that Node runs. The tests' settings stand here too, since Vitest reads this file.
import { scenarioPages } from './.ci/scenarioPages.mjs';
import { createHash } from 'node:crypto';
import react from '@vitejs/plugin-react';
import type { Plugin, UserConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { defineConfig } from 'vitest/config';

/** What Node runs, by mode. `src/cli/run.mjs` builds and starts these. */
const NODE_ENTRIES: Readonly<Record<string, string>> = {
  cli: 'src/cli/main.ts',
  bench: 'bench/main.ts',
  catalogue: 'src/check/catalogue/searchCatalogue.testing.ts',
};

/** One file: everything is bundled but Node's own modules, and the driver of browsers, which only a bench loads. */
function nodeBundle(entry: string): UserConfig {
  return {
    publicDir: false,
    ssr: { noExternal: true, external: ['@playwright/test'] },
    build: {
      ssr: entry,
      outDir: 'dist-cli',
      target: 'node20',
      minify: false,
      sourcemap: 'inline',
      rolldownOptions: { output: { entryFileNames: 'main.mjs', codeSplitting: false } },
    },
  };
}

/**
 * Parts that come after the first load have their memos from the React compiler. What the first load draws has
 * its few memos by hand: compiled, they are 17 KB of its script, and a step takes no less time.
 */
const COMPILED = ['src/views/editor/', 'src/views/graph/', 'src/views/verdict/'];

/**
 * What the built page may do: run its own scripts and WebAssembly, and fetch from where it came. CodeMirror writes its
 * style sheet into the page, so styles may stand there.
 */
function contentSecurityPolicy(html: string): string {
  const inline = [...html.matchAll(/<script>([^]*?)<\/script>/g)].map(
    ([, script = '']) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`,
  );
  const rules = [
    "default-src 'none'",
    `script-src 'self' 'wasm-unsafe-eval' ${inline.join(' ')}`,
    "worker-src 'self' blob:",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
  ];
  return rules.join('; ');
}

const securityPolicy: Plugin = {
  name: 'pagerace-security-policy',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: (html) => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: contentSecurityPolicy(html) },
        injectTo: 'head-prepend',
      },
    ],
  },
};

/** After one visit everything works without a network: the service worker keeps every file of the build. */
const offline = VitePWA({
  strategies: 'injectManifest',
  srcDir: 'src/page',
  filename: 'serviceWorker.ts',
  injectRegister: null,
  manifest: {
    name: 'pagerace',
    short_name: 'pagerace',
    description: 'Watch, step, break and prove page-cache races of the Linux kernel',
    display: 'standalone',
    background_color: '#0d1117',
    theme_color: '#0d1117',
    icons: [{ src: 'favicon.svg', sizes: 'any', type: 'image/svg+xml' }],
  },
  injectManifest: {
    injectionPoint: 'self.buildFiles',
    globPatterns: ['**/*.{html,js,css,svg,woff2,wasm,webmanifest}'],
    maximumFileSizeToCacheInBytes: 8 * 1024 * 1024,
  },
});

/** `base: './'` lets the page live under any path, and from a file server without settings. */
const page: UserConfig = {
  base: './',
  plugins: [react({ compiler: { sources: COMPILED } }), offline, securityPolicy, scenarioPages()],
  worker: { format: 'es' },
  build: { target: 'es2023', manifest: true, modulePreload: { polyfill: false } },
};

export default defineConfig(({ mode }) => {
  const entry = NODE_ENTRIES[mode];
  return {
    ...(entry === undefined ? page : nodeBundle(entry)),
    test: {
      environment: 'node',
      // What a picture takes over of the page's style sheets; others are empty in tests.
      css: { include: [/\.css\?raw/] },
      include: ['src/**/*.test.{ts,tsx}', 'bench/**/*.test.ts', '.ci/**/*.test.mjs'],
      // Nothing is timed: the limit only ends what hangs, on a machine that may be busy.
      testTimeout: 120_000,
      hookTimeout: 120_000,
    },
  };
});
