// What a map's lines mean, and what is said of a wrong one.
import { describe, expect, it } from 'vitest';
import { readEventMap, rowsText, stepText } from './eventMap.ts';

const TASK = 'task puncher by vfs_fallocate\n';

describe('a map', () => {
  it('reads every statement', () => {
    const { map, diagnostics } = readEventMap(`
workload hole-punch.race        # a comment
kernel 6.1
option fault_paths all
option downgrade on
try page
task puncher by vfs_fallocate or sys_fallocate
free allocate
file ino of ext4_punch_hole
lock i_rwsem is down_write 1 in ext4_punch_hole
coarser "the journal is left out"
event down_write(i_rwsem) in ext4_punch_hole => down_write i_rwsem
event mm_filemap_add_to_page_cache ino=$filex ofs=0 spans call => set i_pages in fill
event tlb_flush unless native_flush_tlb_multi of any task => call flush_tlb_page
skip up_write(i_rwsem) within vfs_fallocate "left out"
`);
    expect(diagnostics).toEqual([]);
    expect(map).toMatchObject({
      workload: 'hole-punch.race',
      kernel: '6.1',
      options: { fault_paths: 'all', downgrade: true },
      tried: ['page'],
      tasks: [{ task: 'puncher', by: ['vfs_fallocate', 'sys_fallocate'] }],
      free: ['allocate'],
      file: { event: 'ext4_punch_hole', field: 'ino' },
      locks: [{ name: 'i_rwsem', operation: 'down_write', nth: 1, inside: 'ext4_punch_hole' }],
      coarser: ['the journal is left out'],
    });
    expect(map.rules.map(({ rows }) => rowsText(rows))).toEqual([
      'down_write(i_rwsem) in ext4_punch_hole',
      'mm_filemap_add_to_page_cache ino=$filex ofs=0',
      'tlb_flush',
      'up_write(i_rwsem) within vfs_fallocate',
    ]);
    const events = map.rules.flatMap((rule) => (rule.kind === 'event' ? [rule] : []));
    expect(events.map(({ steps }) => steps.map(stepText).join(' or '))).toEqual([
      'down_write i_rwsem',
      'set i_pages in fill',
      'call flush_tlb_page',
    ]);
    expect(events.map(({ spansCall }) => spansCall)).toEqual([false, true, false]);
    expect(events[2]).toMatchObject({ anyTask: true, unless: 'native_flush_tlb_multi' });
  });

  it.each([
    ['evnt a => set b', '“evnt” is no statement of a map'],
    ['event down_write(i_rwsem)', '“event WHAT => STEP” is expected'],
    ['event a => grab b', '“grab” is no lock operation of the language'],
    ['event a => set', '“set” is no step'],
    ['event a b c => set d', '“a b c” is no pattern'],
    ['skip a', 'a reason in quotation marks'],
    ['task puncher', '“task NAME by FUNCTION [or FUNCTION]…” is expected'],
    ['lock a is b', '“lock NAME is OPERATION [N] in FUNCTION [flags=F]” is expected'],
    ['file ino', '“file FIELD of EVENT” is expected'],
    ['option', 'an option and its value are expected'],
    ['workload a b', 'one name is expected after “workload”'],
  ])('says the line of %s', (line, message) => {
    const { diagnostics } = readEventMap(`${TASK}\n${line}\n`);
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]?.line).toBe(3);
    expect(diagnostics[0]?.message).toContain(message);
  });

  it('needs a task', () => {
    expect(readEventMap('').diagnostics[0]?.message).toContain('no “task” line');
  });
});
