import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import type { Census, Outcome } from '../../check/verdict/report.ts';
import { OutcomeList } from './OutcomeList.tsx';

function outcome(bytes: string, change: Partial<Outcome> = {}): Outcome {
  return {
    values: [
      { place: 'B1.owner', value: 'G' },
      { place: 'B1.bytes[0]', value: bytes },
    ],
    ending: 'finished',
    states: 1,
    broken: [],
    witness: `f${bytes}`,
    ...change,
  };
}

function markup(census: Partial<Census>, schedule = ''): string {
  const all = { outcomes: [], complete: true, ...census };
  return renderToStaticMarkup(
    <OutcomeList census={all} schedule={schedule} onSchedule={() => {}} />,
  );
}

function words(census: Partial<Census>): string {
  return markup(census)
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

const lost = outcome('W', {
  ending: 'deadlocked: fault, punch',
  states: 1200,
  broken: [
    { property: 'no_deadlock', states: 1200, witness: 'fW' },
    { property: 'no_orphan', states: 3, witness: 'fp' },
  ],
});

it('says each end in values, and what is broken there', () => {
  expect(words({ outcomes: [lost, outcome('S')] })).toBe(
    'How it can end 2 outcomes ' +
      'B1.owner = G · B1.bytes[0] = W deadlocked: fault, punch, 1,200 end states ' +
      'breaks no_deadlock breaks no_orphan in 3 of 1,200 ' +
      'B1.owner = G · B1.bytes[0] = S finished, 1 end state',
  );
});

it('says when there may be more', () => {
  const more = 'there may be other ends, and more states of these';
  expect(words({ outcomes: [lost], complete: false })).toContain(more);
  expect(words({ outcomes: [lost] })).not.toContain(more);
});

it('is left out where the scenario names no places', () => {
  expect(words({ outcomes: [outcome('S', { values: [] })] })).toBe('');
  expect(words({})).toBe('');
});

it('stands back from what is the same in every end', () => {
  const alike = /data-alike="true">B1\.owner/;
  expect(markup({ outcomes: [lost, outcome('S')] })).toMatch(alike);
  expect(markup({ outcomes: [outcome('S')] })).not.toMatch(alike);
});

it('marks the run that is on the stage', () => {
  const pressed = (schedule: string) =>
    markup({ outcomes: [lost, outcome('S')] }, schedule).split('aria-pressed="true"').length - 1;
  expect(['', 'fS', 'fW', 'fp'].map(pressed)).toEqual([0, 1, 2, 1]);
});
