// Whole recordings, and what goes wrong in one.
import { describe, expect, it } from 'vitest';
import { importTrace } from './importTrace.ts';
import { LineSplitter } from './lineSplitter.ts';
import { fieldOf, liesIn, nameOfRow, parentName, rowCount } from './recording.ts';
import { recorded, recordedText, recordingNames } from './recordings.testing.ts';

const GRAPH = [
  '# tracer: function_graph',
  '    1.000010 |   0)    race-7      |               |  handle_mm_fault() {',
  '    1.000020 |   0)    race-7      |   5.000 us    |    down_read();',
  '    1.000021 |   1)    race-8      |   1.000 us    |  up_write();',
  '    1.000030 |   0)    race-7      |               |    /* mm_filemap_add_to_page_cache: dev 254:0 ino c pfn=0x312b ofs=0 order=0 */',
  '    1.000040 |   0)    race-7      | + 30.000 us   |  } /* handle_mm_fault */',
];

describe('an import', () => {
  it.each(recordingNames)('reads every line of %s', (name) => {
    const recording = recorded(name);
    const lines = recordedText(name).split('\n');
    const entries = lines.filter((line) => /\d\.\d{6}( \||:)/.test(line) && !/\}/.test(line));
    expect(recording.trouble).toMatchObject({ broken: 0, lost: 0, backward: 0 });
    expect(rowCount(recording)).toBe(entries.length);
  });

  it('nests calls and events by task', () => {
    const recording = importTrace(GRAPH.join('\n'));
    const rows = Array.from({ length: rowCount(recording) }, (_, row) => [
      nameOfRow(recording, row),
      parentName(recording, row),
      recording.end[row]! - recording.start[row]!,
    ]);
    expect(rows).toEqual([
      ['handle_mm_fault', null, 30],
      ['down_read', 'handle_mm_fault', 5],
      ['up_write', null, 1],
      ['mm_filemap_add_to_page_cache', 'handle_mm_fault', 0],
    ]);
    expect(liesIn(recording, 1, 'handle_mm_fault')).toBe(true);
    expect(fieldOf(recording.details[3] ?? '', 'ino')).toBe('c');
    expect(fieldOf(recording.details[3] ?? '', 'ofs')).toBe('0');
  });

  it('lists lines that it cannot read, and goes on', () => {
    const lines = [...GRAPH.slice(0, 3), 'not a trace', ...GRAPH.slice(3)];
    const { trouble, line } = importTrace(lines.join('\r\n'));
    expect(line).toHaveLength(4);
    expect(trouble.broken).toBe(1);
    expect(trouble.samples[0]).toMatchObject({ line: 4, text: 'not a trace' });
  });

  it('ends a call whose end was not recorded with the call around it', () => {
    const open = '    1.000025 |   0)    race-7      |               |    filemap_fault() {';
    const recording = importTrace([...GRAPH.slice(0, 3), open, ...GRAPH.slice(5)].join('\n'));
    expect(recording.trouble.unmatched).toBe(1);
    expect(recording.end[2]).toBe(1_000_040);
  });

  it('counts ends without a beginning', () => {
    expect(importTrace(GRAPH.slice(5).join('\n')).trouble.unmatched).toBe(1);
  });
});

describe('lines', () => {
  it('come whole out of pieces', () => {
    const lines = new LineSplitter();
    expect([
      ...lines.push('a\nb'),
      ...lines.push('c\r\n'),
      ...lines.push('d'),
      ...lines.finish(),
    ]).toEqual(['a', 'bc', 'd']);
  });
});
