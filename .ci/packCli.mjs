// `npm run -s pack:cli -- [FOLDER]`: the command line as a package of its own, `pagerace-VERSION.tgz`, that needs Node and
// nothing else. Prints the path of the file.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(fileURLToPath(import.meta.url), '../..');
const target = resolve(process.env.INIT_CWD ?? process.cwd(), process.argv[2] ?? '.');
const { version, description, engines, license } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
);

const manifest = {
  name: 'pagerace',
  version,
  description,
  license: license ?? 'MIT',
  type: 'module',
  engines,
  bin: { pagerace: 'pagerace.mjs' },
};

/** V8's budget is the one that src/cli/run.mjs says. */
const BIN = `#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';
setFlagsFromString('--interrupt-budget=600000');
await import('./main.mjs');
`;

const staging = mkdtempSync(join(tmpdir(), 'pagerace-cli-'));
try {
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const options = ['--mode', 'cli', '--logLevel', 'error', '--configLoader', 'runner'];
  execFileSync(
    process.execPath,
    [vite, 'build', ...options, '--sourcemap', 'false', '--outDir', staging],
    {
      cwd: root,
      stdio: ['ignore', 2, 2],
      env: { ...process.env, NODE_ENV: 'production' },
    },
  );
  writeFileSync(join(staging, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  writeFileSync(join(staging, 'pagerace.mjs'), BIN);
  copyFileSync(join(root, 'LICENSE'), join(staging, 'LICENSE'));
  copyFileSync(join(root, 'docs/CI.md'), join(staging, 'README.md'));
  mkdirSync(target, { recursive: true });
  const [packed] = execFileSync('npm', ['pack', '--silent', '--pack-destination', target], {
    cwd: staging,
    encoding: 'utf8',
  }).split('\n');
  process.stdout.write(`${join(target, packed ?? '')}\n`);
} finally {
  rmSync(staging, { recursive: true, force: true });
}
