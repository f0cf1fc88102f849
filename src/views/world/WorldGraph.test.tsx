import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { punchRun, punchTasks } from '../../layout/scene/fixtureWorld.testing.ts';
import { WorldGraph, type WorldGraphProps } from './WorldGraph.tsx';

const run = punchRun();

function render(position: number, more: Partial<WorldGraphProps> = {}): string {
  return renderToStaticMarkup(
    <WorldGraph
      run={run}
      tasks={punchTasks}
      position={position}
      size={{ width: 772, height: 562 }}
      {...more}
    />,
  );
}

describe('the world graph', () => {
  test('has a name and a description', () => {
    const html = render(3);
    expect(html).toContain('aria-label="The world after step 3"');
    expect(html).toMatch(/aria-describedby="(\S+)".*<desc id="\1"/s);
  });

  test('tells each card in words', () => {
    expect(render(13)).toContain('aria-label="page P1: in F[0]; PG_locked free; PG_uptodate;');
  });

  test('tells each task and its state', () => {
    expect(render(16)).toContain('aria-label="punch: blocked"');
  });

  test('makes tokens buttons only where a click does something', () => {
    expect(render(0)).not.toContain('role="button"');
    expect(render(0, { onTask: () => {} }).match(/role="button"/g)).toHaveLength(4);
  });

  test('keeps a position outside the run at its ends', () => {
    expect(render(-1)).toContain('after step 0"');
    expect(render(99)).toContain(`after step ${run.moments.length - 1}"`);
  });

  test('fills a hall, and scrolls on a desk', () => {
    expect(render(0, { variant: 'hall' })).toContain('width="100%"');
    expect(render(0)).toContain('width="772"');
  });

  test('marks the selected task', () => {
    expect(render(5, { selected: 1 })).toContain('wg-token--selected');
    expect(render(5)).not.toContain('wg-token--selected');
  });

  test('has one pattern for each tile, and ids of its own', () => {
    const html = render(20);
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const used = [...html.matchAll(/url\(#([^)]+)\)/g)].map(([, id]) => id);
    expect(used.length).toBeGreaterThan(0);
    for (const id of used) expect(ids).toContain(id);
  });
});
