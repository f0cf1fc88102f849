import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { scenarioPage, sentences, storyOf } from './scenarioPages.mjs';

const index = readFileSync('index.html', 'utf8');

describe('the page of a scenario', () => {
  const page = scenarioPage(index, 'hole-punch', {
    title: 'A "hole" & a fault',
    description: 'A < B.',
  });

  it('has a title and a description of its own, for tabs and for previews', () => {
    expect(page).toContain('<title>A &quot;hole&quot; &amp; a fault · pagerace</title>');
    expect(page).toMatch(/name="description"\s+content="A &lt; B."/);
    expect(page).toContain('property="og:title" content="A &quot;hole&quot; &amp; a fault"');
    expect(page).toContain('property="og:description" content="A &lt; B."');
  });

  it('names the scenario that the app opens on', () => {
    expect(page).toContain('<meta name="pagerace-scenario" content="hole-punch" />');
    expect(page).toContain('src="/src/main.tsx"');
  });
});

it.each([
  ['title "x";\nstory\n\t"One. "\n\t"Two \\"three\\".";\nsource "y";', 'One. Two "three".'],
  ['title "x";', ''],
])('the story of %j', (text, story) => {
  expect(storyOf(text)).toBe(story);
});

it.each([
  ['One two. Three four. Five.', 20, 'One two. Three four.'],
  ['A first sentence that is long. Next.', 5, 'A first sentence that is long.'],
  ['', 10, ''],
])('the first sentences of %j within %i', (text, most, kept) => {
  expect(sentences(text, most)).toBe(kept);
});
