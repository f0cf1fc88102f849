// The style sheet of a picture: the page's own, with the colours of one theme written out, so that a picture needs
// nothing but itself.

import themeCss from '../views/base/theme.css?raw';
import timeCss from '../views/time/SpaceTime.css?raw';
import worldCss from '../views/world/WorldGraph.css?raw';

export type PictureTheme = 'light' | 'dark';

/** Fonts that a machine without the page's own has. */
const FALLBACKS: Readonly<Record<string, string>> = {
  '--font-prose': "'Inter Variable', Inter, 'Helvetica Neue', Arial, sans-serif",
  '--font-code': "'JetBrains Mono Variable', 'JetBrains Mono', Menlo, Consolas, monospace",
};

/** The values of the theme's variables, by name with its dashes. */
export function themeColours(theme: PictureTheme): ReadonlyMap<string, string> {
  const declared = /:root \{([^}]*)\}/.exec(themeCss)?.[1] ?? '';
  return new Map(
    [...declared.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => [
      name,
      FALLBACKS[name] ?? inTheme(value, theme),
    ]),
  );
}

/** `--task` stays a variable: each mark has that of its task. */
export function pictureStyle(theme: PictureTheme): string {
  const colours = themeColours(theme);
  const tasks = [...colours]
    .filter(([name]) => name.startsWith('--task-'))
    .map(
      ([name, colour]) => `[data-task='${name.slice('--task-'.length)}'] { --task: ${colour}; }`,
    );
  const rules = inTheme([worldCss, timeCss].map(drawnRules).join('\n'), theme);
  const written = rules.replace(
    /var\((--[\w-]+)\)/g,
    (whole, name: string) => colours.get(name) ?? whole,
  );
  return [...tasks, written].join('\n').replace(/\s*\n\s*/g, '\n');
}

function inTheme(css: string, theme: PictureTheme): string {
  return css.replace(/light-dark\(([^,()]+),\s*([^,()]+)\)/g, theme === 'light' ? '$1' : '$2');
}

/** Without comments, layers and media: a picture stands alone and does not change. */
function drawnRules(css: string): string {
  const body = css
    .replace(/\/\*[^]*?\*\//g, '')
    .replace(/@layer [\w, ]+;/g, '')
    .replace(/@media [^{]+\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}/g, '');
  return body.replace(/@layer \w+ \{([^]*)\}\s*$/, '$1').trim();
}
