// The comments of the kernel library: each says what its function leaves out or adds, and what that can do to a verdict.
import { describe, expect, it } from 'vitest';
import { type ModelNote, modelNotes } from './modelNotes.ts';
import { Diagnostics } from './diagnostic.ts';
import { parseFile } from './parseFile.ts';
import { raceFiles } from './raceFiles.testing.ts';

function note(what: string, change: Partial<ModelNote> = {}): ModelNote {
  return { kind: 'leaves out', what, effects: ['hides races'], reason: null, ...change };
}

describe('a comment', () => {
  it.each<[string, readonly ModelNote[]]>([
    ['Models f() [M]. Leaves out: nothing.', []],
    ['Leaves out: nothing: no kernel has it. It shows what the lock is for.', []],
    ['Models f() [M].\nLeaves out: readahead (may hide races).', [note('readahead')]],
    ['Leaves out: A, B and f() (may hide races).', [note('A, B and f()')]],
    ['Leaves out: 2.6.27’s re-check (may invent\nraces).', [note('2.6.27’s re-check', { effects: ['invents races'] })]],
    [
      'Leaves out: a (may hide races: b calls f(x) first); c (no effect: d).\nAdds: e (may invent races and hide deadlocks).',
      [
        note('a', { reason: 'b calls f(x) first' }),
        note('c', { effects: [], reason: 'd' }),
        note('e', { kind: 'adds', effects: ['invents races', 'hides deadlocks'] }),
      ],
    ],
  ])('says %j', (doc, notes) => {
    expect(modelNotes(doc)).toEqual({ notes, problems: [] });
  }); // prettier-ignore

  it.each<[string | null, string]>([
    [null, 'it does not say what it leaves out'],
    ['Models f() [M].', 'it does not say what it leaves out'],
    ['Leaves out: readahead.', 'no mark behind “Leaves out: readahead.”'],
    ['Leaves out: readahead. It waits (may hide races).', 'no mark behind “Leaves out: readahead. It waits (may hide races).”'],
    ['Leaves out: a (may hide races); b.', 'no mark behind “Leaves out: b.”'],
    ['Leaves out: a (no effect).', 'no mark behind “Leaves out: a (no effect).”'],
    ['Leaves out: a (may hide bugs).', 'no mark behind “Leaves out: a (may hide bugs).”'],
    ['Leaves out: nothing. Adds: a lock.', 'no mark behind “Adds: a lock.”'],
    ['It leaves out the TLB. Leaves out: nothing.', '“leaves out” stands outside the form'],
    ['Leaves out: a (may hide races). Errors are left out.', '“left out” stands outside the form'],
  ])('of %j complains', (doc, problem) => {
    expect(modelNotes(doc).problems).toEqual([problem]);
  }); // prettier-ignore
});

it.each(raceFiles)('%s says of each function what it leaves out', (name, text) => {
  const { declarations } = parseFile(name, text, new Diagnostics());
  const complaints = declarations.flatMap((d) =>
    d.kind === 'function'
      ? modelNotes(d.doc).problems.map((problem) => `${d.name.name}: ${problem}`)
      : [],
  );
  expect(complaints).toEqual([]);
});
