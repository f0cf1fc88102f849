// Pictures by themselves: well-formed, with nothing to fetch, and the same ones every time.
import { expect, it } from 'vitest';
import { runSchedule } from '../check/link/runSchedule.ts';
import { namedConfiguration } from '../check/link/namedConfiguration.ts';
import { loadScenario } from '../check/source/loadScenario.ts';
import { drawRun, type PicturePart } from './runPicture.tsx';
import { type PictureTheme, pictureStyle } from './pictureStyle.ts';

const program = loadScenario('hole-punch')?.program;
if (!program) throw new Error('the catalogue has hole-punch');
const config = namedConfiguration(program, '2.6.23')?.config ?? {};
const shown = runSchedule(program, config, 'f6p5f21p3w15');
if (!shown.ok) throw new Error(shown.message);
const { model, run } = shown;

function picture(part: PicturePart, theme: PictureTheme, step = 50) {
  const { properties } = model;
  return drawRun({ model, run, step, properties, chosen: null, title: 'A & B', theme, part });
}

/** Every tag is closed in its order; a raw `&` or `<` is an error too. */
function unclosed(svg: string): string[] {
  expect(svg.replace(/&(?:amp|lt|gt|quot|#x27|#\d+);/g, '')).not.toContain('&');
  const open: string[] = [];
  for (const [, end, name = '', rest = ''] of svg.matchAll(/<(\/?)([\w-]+)([^<>]*)>/g)) {
    if (end === '/') expect(open.pop()).toBe(name);
    else if (!rest.endsWith('/')) open.push(name);
  }
  return open;
}

it.each<[PicturePart, PictureTheme]>([
  ['world', 'light'],
  ['time', 'light'],
  ['both', 'dark'],
])('%s, %s: a document that needs nothing else', (part, theme) => {
  const { svg, width, height } = picture(part, theme);
  expect(unclosed(svg)).toEqual([]);
  expect(svg).toContain(`viewBox="0 0 ${width} ${height}"`);
  expect(svg.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(
    /https?:|@import|@font-face|<script/,
  );
  expect(svg).toContain('A &amp; B');
  expect(picture(part, theme).svg).toBe(svg);
});

it('shows the world, the step in words, the properties and the tasks', () => {
  const { svg } = picture('both', 'light');
  expect(svg).toContain('Step 50. flush reads A from page P1 and writes A to block B1');
  for (const text of ['no_foreign_write', 'fault', 'mm0.mmap_sem', '>B1<'])
    expect(svg).toContain(text);
  expect(picture('world', 'light').svg).not.toContain('time-segment"');
  expect(picture('both', 'light', 3).svg).not.toBe(svg);
});

it.each<[PictureTheme, string, string]>([
  ['light', '#141a21', '#0a6fb8'],
  ['dark', '#e8eef5', '#6cc3fb'],
])('%s: every colour is written out', (theme, ink, task) => {
  const style = pictureStyle(theme);
  expect(style).toContain(`fill: ${ink}`);
  expect(style).toContain(`--task: ${task}`);
  expect(style).not.toMatch(/light-dark|var\(--(?!task[,)])|@media|@layer|\/\*/);
});
