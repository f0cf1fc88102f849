import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import {
  BREAKING,
  fixtureProperties,
  fixtureRun,
  fixtureTasks,
  SCRIPT,
} from '../../layout/time/fixtureRun.testing.ts';
import { sliderKey } from './sliderKey.ts';
import { SpaceTime } from './SpaceTime.tsx';

function markup(now: number, width = 940): string {
  return renderToStaticMarkup(
    <SpaceTime
      run={fixtureRun()}
      now={now}
      tasks={fixtureTasks}
      properties={fixtureProperties}
      chosen={null}
      size={{ width, height: 280 }}
      onSeek={() => {}}
    />,
  );
}

it('is a slider that says the step in words', () => {
  const html = markup(BREAKING);
  expect(html).toContain('role="slider"');
  expect(html).toContain(
    `aria-valuemin="0" aria-valuemax="${SCRIPT.length}" aria-valuenow="${BREAKING}"`,
  );
  expect(html).toContain(
    'aria-valuetext="Step 20. flush writes W to block B1, owned by G since step 18. Breaks no_foreign_write."',
  );
});

it('shows three strips and folds the others', () => {
  const html = markup(0);
  for (const name of ['no_foreign_write', 'stale_block', 'no_deadlock'])
    expect(html).toContain(name);
  expect(html).not.toContain('no_lock_leak');
  expect(html).toContain('2 more properties');
});

it('marks the break by shape, not by colour alone', () => {
  const html = markup(BREAKING);
  expect(html.match(/class="time-break"/g)).toHaveLength(1);
  expect(html.match(/data-breaks="true"/g)).toHaveLength(1);
  expect(html).toMatch(/data-state="broken"[^>]*url\(#/);
});

it('hatches a lane while its task is blocked', () => {
  expect(markup(0).match(/class="time-blocked"/g)).toHaveLength(2);
});

it('shows the whole of a long run beside a window that is too small for it', () => {
  expect(markup(0)).not.toContain('class="time-map"');
  expect(markup(0, 200)).toContain('class="time-map"');
});

it.each([
  ['ArrowRight', 4, 5],
  ['ArrowRight', 9, 9],
  ['ArrowLeft', 4, 3],
  ['ArrowLeft', 0, 0],
  ['PageUp', 4, 9],
  ['PageDown', 4, 0],
  ['Home', 4, 0],
  ['End', 4, 9],
  ['x', 4, null],
])('%s moves the slider from %d to %s', (key, now, to) => {
  expect(sliderKey(key, now, 9)).toBe(to);
});
