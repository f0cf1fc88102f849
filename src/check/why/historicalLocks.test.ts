// Where history mended a race by a lock, that lock is found: tried on the kernel before, in which nobody takes it there,
// some text with it is proved, and who holds it shared in the kernel after may hold it shared in that text. Fixes by a page
// lock are not among them: no name leads to the page where the range would have to begin.
import { describe, expect, it } from 'vitest';
import { checkConfiguration, DEFAULT_LIMITS } from '../verdict/checkConfiguration.ts';
import { loadScenario } from '../source/loadScenario.ts';
import { namedConfiguration } from '../link/namedConfiguration.ts';
import type { LockField } from '../edit/lockTerm.ts';
import { whyItBroke } from './whyItBroke.ts';
import type { WhyReport } from './whyReport.ts';

const INVALIDATE_LOCK = {
  struct: 'address_space',
  field: 'invalidate_lock',
  kind: 'rwsem',
} as const;
const I_MMAP_SEM = { struct: 'inode', field: 'i_mmap_sem', kind: 'rwsem' } as const;
const I_MUTEX = { struct: 'inode', field: 'i_mutex', kind: 'mutex' } as const;

type Row = readonly [
  scenario: string,
  before: string,
  property: string,
  after: string,
  lock: LockField,
  words: readonly string[],
];

const SHARED = ['down_read(', 'down_write('];

const ROWS: readonly Row[] = [
  ['hole-punch', '2.6.23', 'no_stale_block', '5.15', INVALIDATE_LOCK, SHARED],
  ['hole-punch', '2.6.23', 'no_stale_block', 'ext4 4.5', I_MMAP_SEM, SHARED],
  ['dax', '3.12 XIP', 'no_foreign_block', 'ext4 4.5', I_MMAP_SEM, SHARED],
  ['collapse-range', 'ext4 4.4', 'nothing_lost', 'ext4 4.5', I_MUTEX, ['mutex_lock(']],
];

function finish<T>(search: Generator<unknown, T>): T {
  for (;;) {
    const slice = search.next();
    if (slice.done === true) return slice.value;
  }
}

function why([scenario, before, property, , lock]: Row): WhyReport {
  const program = loadScenario(scenario)?.program;
  const config = program && namedConfiguration(program, before)?.config;
  if (!program || !config) throw new Error(`${scenario} has ${before}`);
  const options = { limits: DEFAULT_LIMITS, switches: false, census: false, now: () => 0 };
  const { findings } = finish(checkConfiguration(program, config, options));
  const witness = findings.find((one) => one.property === property)?.witness ?? '';
  const question = { property, witness, limits: DEFAULT_LIMITS, edits: true, locks: [lock] };
  return finish(whyItBroke(program, config, question));
}

describe('the lock that mended it', () => {
  it.each(ROWS)('%s %s %s, %s', (...row) => {
    const [, , , , { field }, words] = row;
    const found = why(row).fixes?.fixes.find(({ title }) => title.startsWith(`Take ${field} `));
    const diff = found?.kind === 'take' ? found.diff : '';
    const added = diff.split('\n').filter((line) => /^[+-]\t/.test(line));
    for (const word of words) expect(added.join('\n')).toContain(word);
  });
});
