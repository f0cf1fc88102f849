// A page for each scenario, made when the page is built: `hole-punch.html` is index.html with the scenario's title and
// description for tabs and link previews, and opens the app on that scenario.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {{ name: string, title: string, bad: { violation: string } | null }} Scenario
 * @typedef {{ title: string, description: string }} About
 */

const SCENARIOS = new URL('../src/scenarios/', import.meta.url);

/** @returns {import('vite').Plugin} */
export function scenarioPages() {
  return {
    name: 'scenario-pages',
    apply: 'build',
    // After index.html has been written, whoever made it.
    writeBundle({ dir = 'dist' }) {
      const written = join(dir, 'index.html');
      // A worker's bundle has no page.
      if (!existsSync(written)) return;
      const index = readFileSync(written, 'utf8');
      for (const scenario of readScenarios()) {
        const page = scenarioPage(index, scenario.name, aboutScenario(scenario));
        writeFileSync(join(dir, `${scenario.name}.html`), page);
      }
    },
  };
}

/** @returns {readonly Scenario[]} */
function readScenarios() {
  return JSON.parse(readFileSync(new URL('catalogue.json', SCENARIOS), 'utf8'));
}

/** The beginning of its story, in whole sentences. @param {Scenario} scenario @returns {About} */
function aboutScenario({ name, title, bad }) {
  const story = storyOf(readFileSync(new URL(`${name}.race`, SCENARIOS), 'utf8'));
  return { title, description: sentences(story, 200) || (bad?.violation ?? title) };
}

/** The strings behind `story`, joined. @param {string} text */
export function storyOf(text) {
  const written = /^story\s+((?:"(?:[^"\\]|\\.)*"\s*)+)/m.exec(text)?.[1] ?? '';
  return [...written.matchAll(/"((?:[^"\\]|\\.)*)"/g)]
    .map(([, part = '']) => part.replaceAll(/\\(.)/g, '$1'))
    .join('');
}

/** As many whole sentences as fit; at least one. @param {string} text @param {number} most */
export function sentences(text, most) {
  let kept = '';
  for (const [sentence] of text.matchAll(/.+?[.!?](?=\s|$)/gs)) {
    if (kept !== '' && kept.length + sentence.length > most) break;
    kept += sentence;
  }
  return kept.trim();
}

/** @param {string} index @param {string} name @param {About} about @returns {string} */
export function scenarioPage(index, name, { title, description }) {
  const head = [
    `<meta property="og:type" content="article" />`,
    `<meta property="og:site_name" content="pagerace" />`,
    `<meta property="og:title" content="${escaped(title)}" />`,
    `<meta property="og:description" content="${escaped(description)}" />`,
    `<meta name="twitter:card" content="summary" />`,
    `<meta name="pagerace-scenario" content="${name}" />`,
  ];
  return index
    .replace(/<title>.*?<\/title>/s, () => `<title>${escaped(title)} · pagerace</title>`)
    .replace(
      /(<meta\s+name="description"\s+content=)"[^"]*"/,
      (_, tag) => `${tag}"${escaped(description)}"`,
    )
    .replace('</head>', () => `  ${head.join('\n    ')}\n  </head>`);
}

/** @param {string} text */
function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
