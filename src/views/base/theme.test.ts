import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const css = readFileSync(new URL('./theme.css', import.meta.url), 'utf8');

type Scheme = 'light' | 'dark';

/** The light-dark() pairs of the file, by variable. */
const colours = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(
    ([, name = '', light = '', dark = '']) => [name, { light, dark }],
  ),
);

function colour(name: string, scheme: Scheme): string {
  const pair = colours.get(name);
  if (!pair) throw new Error(`no colour ${name}`);
  return pair[scheme];
}

/** Contrast as WCAG 2 defines it. */
function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((i) =>
    linear(parseInt(hex.slice(i, i + 2), 16) / 255),
  );
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function linear(part: number): number {
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}

const tasks = Array.from({ length: 8 }, (_, i) => `task-${i}`);
const schemes: readonly Scheme[] = ['light', 'dark'];

it.each(
  schemes.flatMap((scheme) =>
    ['ink', 'dim', 'faint', 'bad', 'good', ...tasks].flatMap((text) =>
      ['bg', 'panel', 'card', 'slot'].map((surface) => [scheme, text, surface] as const),
    ),
  ),
)('%s: --%s can be read on --%s', (scheme, text, surface) => {
  expect(contrast(colour(text, scheme), colour(surface, scheme))).toBeGreaterThanOrEqual(4.5);
});

it.each(schemes)('%s: text can be read on a filled task', (scheme) => {
  for (const task of tasks)
    expect(contrast(colour('on', scheme), colour(task, scheme))).toBeGreaterThanOrEqual(4.5);
});

it.each(schemes)('%s: the edge of a thing can be seen', (scheme) => {
  expect(contrast(colour('edge', scheme), colour('bg', scheme))).toBeGreaterThanOrEqual(3);
});

it('uses no text under 12 px, and none under 20 px in a hall', () => {
  const sizes = [...css.matchAll(/--text-\w+: ([\d.]+)px/g)].map(([, px]) => Number(px));
  const hall = css.slice(css.indexOf('[data-hall]'), css.indexOf('prefers-reduced-motion'));
  const hallSizes = [...hall.matchAll(/--text-\w+: ([\d.]+)px/g)].map(([, px]) => Number(px));
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(12);
  expect(hallSizes.length).toBe(5);
  expect(Math.min(...hallSizes)).toBeGreaterThanOrEqual(20);
});
