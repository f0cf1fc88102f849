import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { caption } from '../../layout/words/caption.ts';
import { BREAKING, fixtureRun, fixtureTasks, FLUSH } from '../../layout/time/fixtureRun.testing.ts';
import type { Explanation } from '../../session/player/explanation.ts';
import { CaptionBar } from './CaptionBar.tsx';

const flush = { kind: 'task', task: FLUSH, text: 'flush' } as const;

/** What is seen, and read out once. */
function seen(now: number, stop: Explanation | null): string {
  const html = renderToStaticMarkup(
    <CaptionBar
      caption={caption(fixtureRun(), now, fixtureTasks)}
      tasks={fixtureTasks}
      stop={stop}
    />,
  );
  return html
    .replaceAll(/<[^>]+>/g, '')
    .replaceAll('&gt;', '>')
    .trim();
}

it.each<[string, number, Explanation | null, string]>([
  [
    'the step and why the player stopped',
    15,
    { headline: [flush, ' takes P1.PG_locked'], why: ['it was free'] },
    'Step 15. flush takes P1.PG_locked.Stopped: flush takes P1.PG_locked, it was free.',
  ],
  ['the step alone while time runs', 13, null, 'Step 13. fault sets dirty of page P1.'],
  [
    'no step twice',
    13,
    { headline: [flush], why: ['p->dirty = 1;'] },
    'Step 13. fault sets dirty of page P1.',
  ],
  [
    'what a step breaks, and nothing less',
    BREAKING,
    { headline: [flush, ' breaks no_foreign_write'], why: [] },
    'Step 20. flush writes W to block B1, owned by G since step 18. Breaks no_foreign_write.',
  ],
  [
    'at the start what a key does',
    0,
    { headline: ['At the start'], why: [] },
    'No task has moved yet.Press 1 to 4 or click a task to take its next step.',
  ],
  [
    'at the start why a step was not taken',
    0,
    { headline: [flush, ' cannot take a step'], why: ['it has ended'] },
    'No task has moved yet.Stopped: flush cannot take a step, it has ended.',
  ],
])('says %s', (_, now, stop, expected) => {
  expect(seen(now, stop)).toBe(expected);
});
