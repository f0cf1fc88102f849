// Verdicts that are known by hand, given by SPIN on the natural form alone: our search is not asked. The first two were
// once wrong with us, and SPIN agreed on the exact form, since that is made from the same control-flow graph.
import { expect, describe, it } from 'vitest';
import { at } from '../../base/assert.ts';
import { exportPromela } from '../../export/promela.ts';
import { buildModel } from '../../model/build/model.ts';
import { firstConfiguration } from '../worker/question.testing.ts';
import { type Judgement, judgeTogether, spinIsMissing } from './spinBinary.testing.ts';

/** What each breaks, and nothing else; `limit_reached` where the model is too small to say more. */
const KNOWN: readonly (readonly [what: string, broken: readonly string[], text: string])[] = [
  ['a returned value that the caller drops', [], `bool f = true; bool take(void) { return xchg(f, false); } finally cleared: !f; task a 'a' { take(); }`],
  ['an observer that is first in its atomic', ['alone'], `bool a, b; ghost int 0..2 inside; always alone: inside <= 1; task x 'x' { atomic { a = true; ghost inside++; } atomic { ghost inside--; a = false; } } task y 'y' { atomic { b = true; ghost inside++; } atomic { ghost inside--; b = false; } }`],
  ['an assertion that is first in its atomic', ['late'], `int 0..2 x; assertion late; task a 'a' { x = 1; atomic { assert(x == 1, late); x = 0; } } task b 'b' { x = 2; }`],
  ['a returned value through NULL', ['no_oops'], `struct o { int 0..1 v; }; struct o A, *q; int get(struct o *p) { return p->v; } task a 'a' { p = q; get(p); }`],
  ['a count that is returned and dropped', ['kept'], `int 0..2 n = 2; int put(void) { return --n; } finally kept: n == 2; task a 'a' { put(); }`],
  ['a trylock that is returned and dropped', ['no_lock_leak'], `mutex m; bool get(void) { return mutex_trylock(&m); } task a 'a' { get(); }`],
  ['a choice that leads back to itself', [], `bool x; task a 'a' { again: choose { stay: goto again; go: x = true; } }`],
  ['an oops under a lock that another task waits for', ['no_oops'], `struct page { bool f; }; struct page *slot; mutex m; task a 'a' { mutex_lock(&m); q = slot; q->f = true; mutex_unlock(&m); } task b 'b' { mutex_lock(&m); mutex_unlock(&m); }`],
  ['an oops in an atomic that has begun to write', ['no_oops'], `struct o { int 0..3 v; }; struct o *p; int 0..1 x, y; always both: x == y; task a 'a' { atomic { x = 1; n = p; n->v = 1; y = 1; } }`],
  ['a range that is too small', ['limit_reached'], `int 0..1 x; always small: x < 2; task a 'a' { x++; x++; }`],
  ['a pool that is too small', ['limit_reached'], `struct o { int 0..1 v; }; pool struct o ps[1] named P; task a 'a' { p = alloc(ps); q = alloc(ps); p->v = 1; }`],
  ['a reader behind a queued writer', ['no_deadlock'], `rwsem s; task a 'a' { down_read(&s); down_read(&s); up_read(&s); up_read(&s); } task b 'b' { down_write(&s); up_write(&s); }`],
  ['an rwsem whose queue is joined by an atomic that begins with an observer', [], `rwsem s; ghost int 0..2 g; task a 'a' { down_write(&s); up_write(&s); } task b 'b' { atomic { ghost g = 1; down_read(&s); } up_read(&s); } finally seen: g == 1;`],
  ['a daemon that rests, and a task after all', ['never'], `int 0..2 x; always never: x < 2; daemon d 'd' runs 2 { x++; } task e 'e' after all { n = x; x = 0; }`],
  ['local work without end', ['limit_reached'], `int 0..1 x; task a 'a' { n = x; while (n < 2) n = n; }`],
]; // prettier-ignore

const missing = spinIsMissing();

function broken({ violated, limited }: Judgement): string[] {
  const names = Object.entries(violated).flatMap(([name, is]) => (is ? [name] : []));
  return limited ? [...names, 'limit_reached'] : names;
}

describe(`SPIN alone, on the natural form${missing === null ? '' : ` (not run: ${missing})`}`, () => {
  it.runIf(missing === null)('knows what is known by hand', () => {
    const puzzles = KNOWN.map(([what, , text]) => {
      const { program, config } = firstConfiguration(text);
      const model = buildModel(program, config);
      const exported = exportPromela(model, 'natural');
      if (!exported.ok) throw new Error(`${what}: ${exported.reason}`);
      const properties = model.properties
        .map(({ name }) => name)
        .filter((name) => name !== 'no_stuck');
      return { text: exported.text, properties, size: 100 };
    });
    const judged = judgeTogether(puzzles, 'natural');
    const found = KNOWN.map(([what], i) => [what, broken(at(judged, i))]);
    expect(found).toEqual(KNOWN.map(([what, expected]) => [what, expected]));
  });
});
