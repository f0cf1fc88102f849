import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import {
  fixtureFunction,
  fixtureRun,
  fixtureTasks,
  fixtureText,
  FLUSH,
} from '../../layout/time/fixtureRun.testing.ts';
import { at } from '../../base/assert.ts';
import type { Run } from '../../model/world/run.ts';
import { CodePanels, type CodePanelsProps } from './CodePanels.tsx';

const source = {
  text: () => fixtureText,
  paints: () => [],
  definitions: [
    {
      name: 'filemap_fault',
      file: 'fixture.race',
      ...fixtureFunction('filemap_fault'),
      line: 1,
      comment: 'Models filemap_fault().',
    },
  ],
};

function markup(now: number, props: Partial<CodePanelsProps> = {}): string {
  return renderToStaticMarkup(
    <CodePanels
      onEdit={() => {}}
      run={fixtureRun()}
      now={now}
      tasks={fixtureTasks}
      pinned={[]}
      places={1}
      source={source}
      onStep={() => {}}
      onPin={() => {}}
      {...props}
    />,
  );
}

/** What stands on the page, tags left out. */
function words(html: string): string {
  return html
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ');
}

it('says of every task how it stands and what is next', () => {
  const reported = words(markup(7));
  expect(reported).toContain('1 fault cpu0 ready p->uptodate = 1;');
  expect(reported).toContain('3 reuse waiting until B1.owner == NULL');
  expect(reported).toContain('4 flush cpu1 waiting for P1.PG_locked, held by fault');
  expect(words(markup(15))).toContain('1 fault cpu0 done with step 14');
});

it('never lets a task that waits look like one that was not scheduled', () => {
  const html = markup(7);
  expect(html.match(/data-status="blocked"/g)).toHaveLength(2);
  expect(html.match(/data-status="ready"/g)).toHaveLength(2);
  expect(html.match(/aria-disabled="true"/g)).toHaveLength(2);
});

it('names the number key and the next statement of each button that steps', () => {
  const html = markup(7);
  expect(html).toContain(
    'aria-label="Step fault, ready: p-&gt;uptodate = 1;" aria-keyshortcuts="1"',
  );
  expect(html).toContain('aria-label="flush, waiting for P1.PG_locked, held by fault"');
});

it('opens the code of the task that moved last, with its calls and its next step lit', () => {
  const html = markup(7);
  expect(html).toContain('aria-label="Code of fault"');
  expect(words(html)).toContain('fault … filemap_fault fixture.race:');
  expect(html).toContain('Calls of fault: store, handle_mm_fault, filemap_fault');
  expect(html).toMatch(
    /data-next="true" data-ran="false"[^>]*><span class="code-words"><span data-lit="true">p-&gt;uptodate = 1;/,
  );
});

it('tints what has run in this run', () => {
  expect(markup(3).match(/data-ran="true"/g)).toHaveLength(1);
  expect(markup(7).match(/data-ran="true"/g)).toHaveLength(3);
});

it('opens two panels where there is room for two', () => {
  const html = markup(7, { places: 2 });
  expect(html).toContain('Code of fault');
  expect(html).toContain('Code of punch');
});

it('gives each branch of a choice its own button', () => {
  const html = markup(0, { run: choosing() });
  expect(html).toContain('aria-label="flush takes the branch hit"');
  expect(html).toContain('aria-label="flush takes the branch miss"');
});

function choosing(): Run {
  const run = fixtureRun();
  const start = at(run.moments, 0);
  const tasks = start.world.tasks.map((task) =>
    task.index === FLUSH ? { ...task, choices: ['hit', 'miss'] } : task,
  );
  return { ...run, moments: [{ ...start, world: { ...start.world, tasks } }] };
}
