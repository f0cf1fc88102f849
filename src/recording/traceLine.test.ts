// Each form of line, and what is read from it.
import { describe, expect, it } from 'vitest';
import { parseTraceLine } from './traceLine.ts';

const at = { kind: 'entry', time: 16_503_879, cpu: 1, task: 'race', pid: 151 };

describe('a line of function_graph', () => {
  it.each([
    [
      '   16.503879 |   1)    race-151    | + 97.851 us   |    down_write();',
      { kind: 'leaf', name: 'down_write', duration: 97.851 },
    ],
    [
      '   16.503879 |   1)    race-151    |               |  vfs_fallocate() {',
      { kind: 'open', name: 'vfs_fallocate' },
    ],
    [
      '   16.503879 |   1)    race-151    | * 53416.60 us |        } /* filemap_fault */',
      { kind: 'close', name: 'filemap_fault', duration: 53_416.6 },
    ],
    [
      '   16.503879 |   1)    race-151    |   3.100 us    |  }',
      { kind: 'close', name: null, duration: 3.1 },
    ],
    [
      '   16.503879 |   1)    race-151    |   2.000 us    |  xfs_ilock [xfs]();',
      { kind: 'leaf', name: 'xfs_ilock', duration: 2 },
    ],
    [
      '   16.503879 |   1)    race-151    |               |  /* mm_filemap_add_to_page_cache: dev 254:0 ino c ofs=0 */',
      { kind: 'event', name: 'mm_filemap_add_to_page_cache', details: 'dev 254:0 ino c ofs=0' },
    ],
    [
      '   16.503879 |   1)    race-151    |               |  /* sys_fallocate(fd: 3, mode: 3) */',
      { kind: 'event', name: 'sys_fallocate', details: '(fd: 3, mode: 3)' },
    ],
    [
      '   16.503879 |   1)    race-151    |               |  /* sys_fallocate -> 0x0 */',
      { kind: 'event', name: 'sys_fallocate', details: '-> 0x0' },
    ],
  ])('%s', (line, what) => {
    expect(parseTraceLine(line)).toEqual({ ...at, what });
  });
});

describe('a line of events, and of trace-cmd report', () => {
  it.each([
    [
      '            race-151     [001] d..2.    16.503879: tlb_flush: pages:1 reason:remote ipi send (4)',
      { kind: 'event', name: 'tlb_flush', details: 'pages:1 reason:remote ipi send (4)' },
    ],
    [
      '            race-151   [001]    16.503879: sys_enter_fallocate: fd: 0x3',
      { kind: 'event', name: 'sys_enter_fallocate', details: 'fd: 0x3' },
    ],
    [
      '            race-151   [001]    16.503879: funcgraph_entry:      + 97.851 us |    down_write();',
      { kind: 'leaf', name: 'down_write', duration: 97.851 },
    ],
    [
      '            race-151   [001]    16.503879: funcgraph_entry:                 |  vfs_fallocate() {',
      { kind: 'open', name: 'vfs_fallocate' },
    ],
    [
      '            race-151   [001]    16.503879: funcgraph_exit:       # 9694.849 us |  }',
      { kind: 'close', name: null, duration: 9694.849 },
    ],
    [
      '            race-151     [001] .....    16.503879: down_write <-ext4_punch_hole',
      { kind: 'event', name: 'down_write', details: '<-ext4_punch_hole' },
    ],
  ])('%s', (line, what) => {
    expect(parseTraceLine(line)).toEqual({ ...at, what });
  });

  it('takes times of any precision', () => {
    const line = parseTraceLine('  race-151  [001]  16.503879125: tlb_flush: pages:1');
    expect(line).toMatchObject({ time: 16_503_879.125 });
  });
});

describe('other lines', () => {
  it.each([
    ['# tracer: function_graph', 'comment'],
    ['', 'nothing'],
    [' ------------------------------------------', 'nothing'],
    [' 1)    race-177    =>    <idle>-0   ', 'nothing'],
    ['cpus=2', 'nothing'],
    ['CPU:1 [LOST 123 EVENTS]', 'lost'],
    ['hello', 'broken'],
    [' 1)   5.123 us    |  down_write();', 'broken'],
    ['   16.503879 |   1)    race-151    |               |  vfs_fallocate(', 'broken'],
  ])('%s is %s', (line, kind) => {
    expect(parseTraceLine(line).kind).toBe(kind);
  });

  it('says what a recording without absolute times lacks', () => {
    expect(parseTraceLine(' 1)   5.123 us    |  down_write();')).toEqual({
      kind: 'broken',
      why: 'no absolute time: record with the option funcgraph-abstime',
    });
  });
});
