import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import type { Finding, Report } from '../../check/verdict/report.ts';
import type { RestsOn } from '../../check/verdict/restsOn.ts';
import { fixtureProperties } from '../../layout/time/fixtureRun.testing.ts';
import { VerdictPanel, type VerdictPanelProps } from './VerdictPanel.tsx';

function finding(property: string, change: Partial<Finding> = {}): Finding {
  return {
    property,
    sentence: property,
    violation: `${property} is broken`,
    kind: 'always',
    verdict: 'holds',
    vacuous: false,
    limit: null,
    expected: null,
    witness: null,
    fewestSwitches: null,
    rests: null,
    ...change,
  };
}

const broken = finding('no_foreign_write', {
  verdict: 'violated',
  witness: 'f9p2',
  fewestSwitches: 'f9p9',
});

const restsOnTags: RestsOn = {
  line: 'writepages() (left out: the tags); may hide races',
  short: 'writepages() (left out: the tags); may hide races',
  notes: [
    {
      kind: 'leaves out',
      what: 'the tags',
      effects: ['hides races'],
      reason: 'a page may be passed over',
      function: 'writepages',
      file: 'writeback.race',
    },
  ],
};

function report(findings: readonly Finding[], change: Partial<Report> = {}): Report {
  return {
    scenario: 'hole-punch',
    kernel: null,
    config: {},
    findings,
    census: { outcomes: [], complete: true },
    states: 1234,
    transitions: 3000,
    depth: 40,
    quiescent: 3,
    bytes: 20,
    limits: [],
    reduce: [],
    ms: 31,
    ...change,
  };
}

function words(props: Partial<VerdictPanelProps>): string {
  const html = renderToStaticMarkup(
    <VerdictPanel
      search={{ kind: 'done', report: report([broken]) }}
      properties={fixtureProperties}
      chosen="no_foreign_write"
      brokenAt={null}
      length={0}
      witness={null}
      scheduleLength={(schedule) => (schedule === 'f9p2' ? 11 : 18)}
      schedule=""
      kernels={[]}
      story=""
      sources={[]}
      onChoose={() => {}}
      onWitness={() => {}}
      onSchedule={() => {}}
      onKernel={() => {}}
      onCompare={() => {}}
      onCancel={() => {}}
      onSearch={() => {}}
      {...props}
    />,
  );
  return html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
}

const SENTENCE = 'Write-back never writes a block that the file no longer owns';
const VIOLATION = 'Write-back wrote a block that the file had given up';

it.each<[string, Partial<VerdictPanelProps>, string]>([
  [
    'a run that breaks it',
    { brokenAt: 20, length: 21, witness: 'shortest' },
    `Violated at step 20 of 21 ${VIOLATION} All 1,234 states searched in 31 ms. This is a shortest run.`,
  ],
  ['no run yet', {}, `Violated ${VIOLATION}`],
  ['a run that does not', { length: 9 }, `Violated, not in this run ${VIOLATION}`],
  [
    'one that holds',
    { search: { kind: 'done', report: report([finding('no_foreign_write')]) } },
    `Holds in every run ${SENTENCE} All 1,234 states searched in 31 ms.`,
  ],
  [
    'one that rests on what the library leaves out',
    {
      search: {
        kind: 'done',
        report: report([finding('no_foreign_write', { rests: restsOnTags })]),
      },
    },
    `Rests on writepages() (left out: the tags); may hide races writepages() , writeback.race, leaves out the tags: may hide races (a page may be passed over)`,
  ],
  [
    'one that a limit left open',
    {
      search: {
        kind: 'done',
        report: report(
          [finding('no_foreign_write', { verdict: 'unknown', limit: 'states 200000' })],
          { states: 200_000, limits: ['states 200000'] },
        ),
      },
    },
    'First 200,000 states only, in 31 ms: limit states 200000 reached. Verdict: unknown (states 200000).',
  ],
  [
    'a search that goes on',
    {
      search: {
        kind: 'searching',
        elapsedMs: 100,
        progress: { states: 50_000, transitions: 1, frontier: 900, depth: 9 },
      },
    },
    'Searching: 50,000 states, 900 waiting, depth 9, 500,000 a second, 100 ms so far. Cancel the search',
  ],
  [
    'a search that may be over at once',
    {
      calm: true,
      before: report([broken]),
      search: { kind: 'searching', elapsedMs: 0, progress: null },
    },
    'Searching. ',
  ],
  [
    'a limit, and what can be done about it',
    {
      search: { kind: 'done', report: report([broken], { limits: ['memory 128 MB'] }) },
      budget: { maxBytes: 128 * 2 ** 20, onMaxBytes: () => {} },
    },
    'Memory for a search 128 MB 512 MB 1 GB 2 GB',
  ],
  [
    'a search that was cancelled',
    { search: { kind: 'cancelled', progress: null } },
    'After 0 states. Nothing is proved. Search again',
  ],
  [
    'a worker that died',
    { search: { kind: 'failed', message: 'The checker stopped twice.' } },
    'The checker stopped twice. Search again',
  ],
])('says of %s what was found', (_, props, expected) => {
  expect(words(props)).toContain(expected);
});

it('offers both witnesses with their lengths, but not the one that is on the stage', () => {
  expect(words({})).toContain('Shortest run, 11 steps Fewest switches, 18 steps');
  expect(words({ witness: 'shortest' })).not.toContain('Shortest run,');
});

it('marks a verdict that the scenario does not expect', () => {
  const surprising = finding('no_oops', { expected: 'violated' });
  expect(words({ search: { kind: 'done', report: report([surprising]) } })).toContain(
    'no_oops holds The scenario expects: violated',
  );
  const expected = finding('no_oops', { expected: 'holds' });
  expect(words({ search: { kind: 'done', report: report([expected]) } })).not.toContain('expects');
});

it('counts the kernels that are safe, and says which are not searched', () => {
  const kernels = [
    { name: '2.6.22', finding: broken, current: false },
    { name: '2.6.23', finding: null, current: true },
    { name: '5.15', finding: finding('no_foreign_write'), current: false },
  ];
  const reported = words({ kernels });
  expect(reported).toContain('1 of 2 hold, 1 not searched');
  expect(reported).toContain('2.6.22 violated 2.6.23 not searched yet 5.15 holds');
});

it('folds the story and the sources, and leaves out what there is not', () => {
  const reported = words({ story: 'Long ago.', sources: ['A message'] });
  expect(reported).toContain('The story Long ago. Sources A message');
  expect(words({})).not.toContain('The story');
});
