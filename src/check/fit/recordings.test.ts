// Every recording against the text that it is a recording of: docs/RECORDINGS.md, which `npx vitest run src/check/fit -u`
// writes again.
import { describe, expect, it } from 'vitest';
import { at } from '../../base/assert.ts';
import { observe, WHOLE } from '../../recording/observations.ts';
import type { Recording } from '../../recording/recording.ts';
import { recorded, recordingNames } from '../../recording/recordings.testing.ts';
import { FIT_LIMITS, type FitReport } from './fitRecording.ts';
import { eventText } from './fitText.ts';
import { fitWith, workload } from './workload.testing.ts';

/** By what was recorded: the map that reads it. */
const WORKLOADS: Readonly<Record<string, string>> = {
  'ext4-punch-vs-fault': 'hole-punch',
  'ext4-truncate-vs-fault': 'truncate',
  'xfs-punch-vs-fault': 'xfs-punch',
};

const HEAD = `# What recordings of Linux 6.1 say of the texts

Each recording is held against a workload (\`src/workloads\`): the program that was recorded, in an endless loop, over the
functions of the kernel library. A recording *fits* when a run of that model takes all recorded events in their order, and
every step that the recording can show is in it. This file is written by \`src/check/fit/recordings.test.ts\`;
[RECORDING.md](RECORDING.md) says how to record your own, and [TRUTH.md](TRUTH.md) what was learned.

*Usual text* is the library as the scenarios search it. *Recorded ways* sets the options that add what 6.1 was
recorded to do. A name ends in what was recorded: \`.events\` events alone, \`.locks\` function_graph with the addresses of
locks, nothing: function_graph.
`;

interface Row {
  readonly name: string;
  readonly workload: string;
  readonly usual: FitReport;
  readonly whole: FitReport;
}

function kindOf(name: string): string {
  return name.replace(/\.(events|locks)$/, '');
}

const ROWS: Row[] = recordingNames.flatMap((name) => {
  const used = WORKLOADS[kindOf(name)];
  if (used === undefined) return [];
  const recording: Recording = recorded(name);
  const { map } = workload(used);
  const observed = observe(recording, map, WHOLE);
  const usual = { ...map, options: {} };
  return [
    {
      name,
      workload: used,
      usual: fitWith(used, usual, observed, FIT_LIMITS),
      whole: fitWith(used, map, observed, FIT_LIMITS),
    },
  ];
});

function resultText({ kind, fitted, events, stop }: FitReport): string {
  if (kind === 'fits') return `fits: ${events} of ${events} events`;
  const where =
    stop === null ? '' : `; first not explained: ${eventText(stop.task, stop.observation)}`;
  return `${fitted.length} of ${events} events${where}`;
}

function tableText(): string {
  const rows = ROWS.map(
    ({ name, workload: used, usual, whole }) =>
      `| ${name} | ${used} | ${resultText(whole)} | ${resultText(usual)} |`,
  );
  return [
    '| recording | workload | recorded ways | usual text |',
    '| --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

function leftOutText(): string {
  const used = [...new Set(Object.values(WORKLOADS))];
  const lines = used.flatMap((name) => {
    const { map } = workload(name);
    const skipped = map.rules.flatMap((rule) => (rule.kind === 'skip' ? [rule.reason] : []));
    return [...new Set([...skipped, ...map.coarser])].map((reason) => `- ${name}: ${reason}.`);
  });
  return lines.join('\n');
}

function unreadText(): string {
  const kinds = [...new Set(recordingNames.map(kindOf))].filter((kind) => !(kind in WORKLOADS));
  return kinds.map((kind) => `- ${kind}`).join('\n');
}

describe('the recordings', () => {
  it.each(ROWS.map((row) => [row.name, row] as const))('%s fits', (_, { whole }) => {
    expect(whole).toMatchObject({ kind: 'fits', stop: null });
    expect(whole.fitted).toHaveLength(whole.events);
  });

  it('are compared in docs/RECORDINGS.md', async () => {
    const text = [
      HEAD,
      tableText(),
      '\n## What the workloads leave out on purpose\n',
      leftOutText(),
      '\n## Recordings that are read and have no map yet\n',
      unreadText(),
      '',
    ].join('\n');
    await expect(text).toMatchFileSnapshot('../../../docs/RECORDINGS.md');
  });

  it('are searched without much backtracking', () => {
    for (const { whole } of ROWS) expect(whole.states).toBeLessThan(200_000);
    expect(at(ROWS, 0).whole.events).toBeGreaterThan(100);
  });
});
