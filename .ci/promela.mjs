// `node .ci/promela.mjs FOLDER`: every scenario in every configuration as a Promela file in its exact
// form, for whoever wants to put SPIN to them by hand. Lines of the answer: file, then configuration.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';

const MODULES = {
  catalogue: new URL('../src/check/catalogue/catalogue.ts', import.meta.url),
  loadScenario: new URL('../src/check/source/loadScenario.ts', import.meta.url),
  configurations: new URL('../src/lang/program/configurations.ts', import.meta.url),
  model: new URL('../src/model/build/model.ts', import.meta.url),
  promela: new URL('../src/export/promela.ts', import.meta.url),
};

const folder = process.argv[2];
if (folder === undefined) {
  process.stderr.write('node .ci/promela.mjs FOLDER\n');
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
const server = await createServer({ configFile: false, server: { middlewareMode: true, ws: false }, appType: 'custom', logLevel: 'error' }); // prettier-ignore
try {
  /** @param {keyof typeof MODULES} name */
  const load = (name) => server.ssrLoadModule(fileURLToPath(MODULES[name]));
  const { scenarioNames } = await load('catalogue');
  const { loadScenario } = await load('loadScenario');
  const { enumerateConfigurations } = await load('configurations');
  const { buildModel } = await load('model');
  const { exportPromela } = await load('promela');
  for (const name of scenarioNames) {
    const program = loadScenario(name)?.program;
    for (const [i, { kernel, config }] of enumerateConfigurations(program).entries()) {
      const exported = exportPromela(buildModel(program, config));
      const file = `${name}-${i}.pml`;
      if (exported.ok) writeFileSync(join(folder, file), exported.text);
      const wanted = kernel ?? JSON.stringify(config);
      process.stdout.write(
        `${file}\t${exported.ok ? wanted : `not exported: ${exported.reason}`}\n`,
      );
    }
  }
} finally {
  await server.close();
}
