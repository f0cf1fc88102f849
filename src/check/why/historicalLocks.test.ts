// Where history mended a race by a lock, the lock that is computed for the kernel before lies where that one does:
// in the kernel after, the steps at which each stretch begins and ends are taken under it, or take it.
import { describe, expect, it } from 'vitest';
import { Flood } from '../../explore/search/flood.ts';
import { LockBoard } from '../../model/replay/lockBoard.ts';
import { buildModel, type Model } from '../../model/build/model.ts';
import type { LockMode } from '../../model/world/world.ts';
import { checkConfiguration, DEFAULT_LIMITS } from '../verdict/checkConfiguration.ts';
import { loadScenario } from '../source/loadScenario.ts';
import { namedConfiguration } from '../link/namedConfiguration.ts';
import type { Config } from '../verdict/report.ts';
import { whyItBroke } from './whyItBroke.ts';
import type { SpanEnd, WhyReport } from './whyReport.ts';

interface Row {
  readonly scenario: string;
  readonly before: string;
  readonly property: string;
  readonly after: string;
  /** The lock's field: a page's is that of any page. */
  readonly lock: string;
  /** Who holds it there, and how. */
  readonly held: Readonly<Record<string, LockMode>>;
  /** Who else has to be kept out, and is by other means. */
  readonly others?: readonly string[];
}

const ROWS: readonly Row[] = [
  {
    scenario: 'hole-punch',
    before: '2.6.23',
    property: 'no_stale_block',
    after: '5.15',
    lock: 'F.i_data.invalidate_lock',
    held: { fault: 'shared', punch: 'exclusive' },
  },
  {
    scenario: 'hole-punch',
    before: '2.6.23',
    property: 'no_stale_block',
    after: 'ext4 4.5',
    lock: 'F.i_mmap_sem',
    held: { fault: 'shared', punch: 'exclusive' },
  },
  {
    scenario: 'evict-free-evict',
    before: '2.6.23',
    property: 'no_foreign_write',
    after: 'ext4 4.5',
    lock: 'F.i_mmap_sem',
    held: { fault: 'shared', punch: 'exclusive' },
  },
  {
    scenario: 'truncate',
    before: '2.4',
    property: 'no_pte_past_eof',
    after: '2.6.23',
    lock: 'PG_locked',
    held: { fault: 'exclusive' },
    others: ['truncate'],
  },
  {
    scenario: 'second-unmap',
    before: '2.4',
    property: 'no_pte_past_eof',
    after: '2.6.23',
    lock: 'PG_locked',
    held: { fault: 'exclusive' },
    others: ['truncate'],
  },
  {
    scenario: 'zap-mkclean',
    before: '3.14',
    property: 'no_lost_store',
    after: '3.15',
    lock: 'page_table_lock',
    held: { unmap: 'exclusive' },
    others: ['flush'],
  },
  {
    scenario: 'xfs-mmaplock',
    before: '4.0',
    property: 'no_stale_mapping',
    after: '4.1',
    lock: 'F.i_mmap_sem',
    held: { fault: 'shared', punch: 'exclusive' },
    others: ['advise'],
  },
  {
    scenario: 'xfs-mmaplock',
    before: '4.1',
    property: 'no_stale_block',
    after: '5.4',
    lock: 'F.i_rwsem',
    held: { advise: 'shared', punch: 'exclusive' },
  },
  {
    scenario: 'option-3',
    before: '2.6.23',
    property: 'no_stale_mapping',
    after: '5.15',
    lock: 'F.i_data.invalidate_lock',
    held: { fault: 'shared', punch: 'exclusive' },
    others: ['readahead'],
  },
  {
    scenario: 'option-3',
    before: 'ext4 4.5',
    property: 'no_stale_mapping',
    after: '5.15',
    lock: 'F.i_data.invalidate_lock',
    held: { read: 'shared', punch: 'exclusive' },
  },
  {
    scenario: 'dax',
    before: '3.12 XIP',
    property: 'no_foreign_block',
    after: 'ext4 4.5',
    lock: 'F.i_mmap_sem',
    held: { fault: 'shared', truncate: 'exclusive' },
  },
  {
    scenario: 'collapse-range',
    before: 'ext4 4.4',
    property: 'nothing_lost',
    after: 'ext4 4.5',
    lock: 'F.i_mutex',
    held: { collapse: 'exclusive', write: 'exclusive' },
  },
];

function finish<T>(search: Generator<unknown, T>): T {
  for (;;) {
    const slice = search.next();
    if (slice.done === true) return slice.value;
  }
}

function modelOf(scenario: string, kernel: string): { model: Model; config: Config } {
  const program = loadScenario(scenario)?.program;
  const config = program && namedConfiguration(program, kernel)?.config;
  if (!program || !config) throw new Error(`${scenario} has ${kernel}`);
  return { model: buildModel(program, config), config };
}

const ANSWERS = new Map<string, WhyReport>();

/** Rows of one question ask it once. */
function why({ scenario, before, property }: Row): WhyReport {
  const key = `${scenario} ${before} ${property}`;
  const known = ANSWERS.get(key);
  if (known !== undefined) return known;
  const { model, config } = modelOf(scenario, before);
  const options = { limits: DEFAULT_LIMITS, switches: false, now: () => 0 };
  const { findings } = finish(checkConfiguration(model.program, config, options));
  const witness = findings.find((one) => one.property === property)?.witness ?? '';
  const limits = DEFAULT_LIMITS;
  const answer = finish(whyItBroke(model.program, config, { property, witness, limits }));
  ANSWERS.set(key, answer);
  return answer;
}

/** By place before a step like this: in which modes the task then holds the lock, or takes it with that step. */
function modesAt(model: Model, lock: string, task: string, end: SpanEnd): Set<string>[] {
  const index = model.tasks.findIndex(({ name }) => name === task);
  const code = model.codes[index];
  const seen = new Map<number, Set<string>>();
  code?.nodes.forEach((node, place) => {
    const site = code.flow.nodes[node]?.site;
    const same = site?.text === end.text && site.calls.at(-1) === end.calls.at(-1);
    if (same) seen.set(place, new Set());
  });
  const board = new LockBoard(model, (id) => id);
  const locks = board.all().filter((one) => one.lock.name === lock || one.lock.field === lock);
  const takes = new RegExp(`_lock\\(.*->${lock.split('.').at(-1)}\\)`);
  const look = (): void => {
    const modes = seen.get(model.machine.placeOf(index));
    if (modes === undefined) return;
    const holds = locks.flatMap((one) => board.holders(one.slot, one.lock.kind));
    const mode = holds.find((hold) => hold.task === index)?.mode;
    modes.add(mode ?? (takes.test(end.text) ? 'exclusive' : 'not held'));
  };
  finish(new Flood(model.machine, [], 'break', DEFAULT_LIMITS, look).fromStart(4096));
  return [...seen.values()].filter((modes) => modes.size > 0);
}

describe('the lock that mended it', () => {
  it.each(ROWS)('$scenario $before, $after: $lock', (row) => {
    const spans = why(row).locks.find(({ name }) => name === null)?.spans ?? [];
    const tasks = [...Object.keys(row.held), ...(row.others ?? [])];
    expect(spans.map(({ task }) => task).toSorted()).toEqual(tasks.toSorted());
    const { model } = modelOf(row.scenario, row.after);
    for (const { task, from, to } of spans) {
      const mode = row.held[task];
      if (mode === undefined) continue;
      for (const end of to === null ? [from] : [from, to])
        expect({ task, at: end.text, modes: modesAt(model, row.lock, task, end) }).toMatchObject({
          modes: expect.arrayContaining([new Set([mode])]),
        });
    }
  });
});
