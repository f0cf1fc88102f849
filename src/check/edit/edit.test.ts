// An edit is applied where it says, and the printed diff says the same.
import { applyPatch, parsePatch } from 'diff';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { applyEdit, type Splice } from './edit.ts';
import { unifiedDiff } from './unifiedDiff.ts';

const source = {
  name: 'own',
  text: 'one\ntwo\nthree\n',
  library: new Map([['lib.race', 'void f()\n{\n\tx = 1;\n}\n']]),
};

it('replaces, inserts and deletes, each in its file', () => {
  const edited = applyEdit(source, [
    { file: 'own', from: 4, to: 7, text: 'TWO' },
    { file: 'own', from: 0, to: 0, text: 'zero\n' },
    { file: 'own', from: 0, to: 0, text: 'and a half\n' },
    { file: 'lib.race', from: 11, to: 19, text: '' },
  ]);
  expect(edited.text).toBe('zero\nand a half\none\nTWO\nthree\n');
  expect(edited.library.get('lib.race')).toBe('void f()\n{\n}\n');
});

it('refuses ranges that overlap', () => {
  const splice = (from: number, to: number): Splice => ({ file: 'own', from, to, text: '' });
  expect(() => applyEdit(source, [splice(0, 3), splice(2, 4)])).toThrow('overlap');
});

it('is told as a diff with the function around', () => {
  const edited = applyEdit(source, [{ file: 'lib.race', from: 11, to: 11, text: '\ty = 1;\n' }]);
  expect(unifiedDiff(source, edited)).toBe(`--- a/lib.race
+++ b/lib.race
@@ -1,4 +1,5 @@
 void f()
 {
+	y = 1;
 	x = 1;
 }
`);
});

it('comes out of its diff again', () => {
  const line = fc.constantFrom('a', 'b', '\tx = 1;', '');
  const text = fc.array(line, { maxLength: 40 }).map((lines) => `${lines.join('\n')}\n`);
  fc.assert(
    fc.property(text, text, (before, after) => {
      const diff = unifiedDiff(
        { name: 'own', text: before, library: new Map() },
        { name: 'own', text: after, library: new Map() },
      );
      const [patch] = parsePatch(diff);
      expect(patch === undefined ? before : applyPatch(before, patch)).toBe(after);
    }),
  );
});
