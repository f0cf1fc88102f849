// A value that was outdated when it was used, read again after a lock was taken or right before its use: where it is another
// one by then, the function takes one of its own ways out, or leaves the use alone.

import { at } from '../../base/assert.ts';
import type { Program } from '../../lang/program/program.ts';
import type { Statement } from '../../lang/syntax/syntax.ts';
import { lockStatement, type LockStatement } from '../edit/lockStatement.ts';
import { everyStatementOf, observes } from '../edit/statementRange.ts';
import type { Frame } from '../edit/stepFrames.ts';
import { indentAt, ownLines } from '../edit/textLines.ts';
import type { FixCandidate } from './fixCandidate.ts';
import type { FixPlace } from './fixPlace.ts';
import { staleLooks, type StaleLook } from './staleLook.ts';
import { quoted, textOf } from './statementWords.ts';

/** A read whose value was outdated later. */
export interface OutdatedRead {
  /** Where it stands, from the task's body inwards. */
  readonly read: readonly (Frame & { readonly editable: boolean })[];
  /** Statements in which the value is used. */
  readonly uses: readonly FixPlace[];
}

export function recheckReads(program: Program, outdated: readonly OutdatedRead[]): FixCandidate[] {
  return outdated.flatMap(({ read, uses }) => {
    const editable = new Set(read.filter((frame) => frame.editable).map(({ within }) => within));
    return staleLooks(read)
      .filter(({ place }) => editable.has(place.within))
      .flatMap((look) => new Recheck(program, look, uses).candidates());
  });
}

class Recheck {
  private readonly program: Program;
  private readonly look: StaleLook;
  private readonly uses: readonly FixPlace[];

  constructor(program: Program, look: StaleLook, uses: readonly FixPlace[]) {
    this.program = program;
    this.look = look;
    this.uses = uses;
  }

  candidates(): FixCandidate[] {
    const { list, index } = this.look.place;
    const later = list.flatMap((_, i) => (i > index ? [i] : []));
    const locks = later.filter((i) => this.lock(i)?.does === 'take');
    const uses = later.filter((i) => this.isUse(i));
    return [
      ...locks.flatMap((i) => this.after(i)),
      ...uses.flatMap((i) => [...this.skipped(i), ...(i - 1 > index ? this.after(i - 1) : [])]),
    ];
  }

  /** Put behind statement `i`. */
  private after(i: number): FixCandidate[] {
    const { tests, value, place } = this.look;
    const { within, list } = place;
    const s = at(list, i);
    const next = list[i + 1];
    const lines = ownLines(within.text, s.at);
    if (lines === null || (next !== undefined && observes(next))) return [];
    const indent = indentAt(within.text, s.at.from);
    return tests.flatMap((test) =>
      this.waysOut(i).map(
        (way): FixCandidate => ({
          kind: 're-check',
          title: `Look at ${value} again in ${within.name}(), after ${quoted(within, s)}`,
          edit: [
            { file: within.file, from: lines.to, to: lines.to, text: guard(test, way, indent) },
          ],
          group: `re-check ${within.file} ${lines.to}`,
        }),
      ),
    );
  }

  /** Statement `i` only where the value is still the same. */
  private skipped(i: number): FixCandidate[] {
    const { place, tests } = this.look;
    const { within, list } = place;
    const s = at(list, i);
    const next = list[i + 1];
    const watched = next !== undefined && observes(next);
    const bare = s.kind === 'declare' || s.kind === 'label' || this.lock(i) !== null;
    if (ownLines(within.text, s.at) === null || watched || bare) return [];
    const [test = ''] = tests;
    const same = test.replace(' != ', ' == ');
    if (!test.includes(' != ')) return [];
    const indent = indentAt(within.text, s.at.from);
    const { from, to } = s.at;
    const text = `if (${same})\n${indent}\t${textOf(within, s).replaceAll('\n', '\n\t')}`;
    return [
      {
        kind: 're-check',
        title: `Skip ${quoted(within, s)} in ${within.name}() unless ${same}`,
        edit: [{ file: within.file, from, to, text }],
        group: `skip ${within.file} ${from}`,
      },
    ];
  }

  private lock(i: number): LockStatement | null {
    const { within, list } = this.look.place;
    return lockStatement(this.program, within, at(list, i));
  }

  private isUse(i: number): boolean {
    const { list } = this.look.place;
    return this.uses.some((use) => use.list === list && use.index === i);
  }

  /** The blocks on which the function leaves elsewhere, as they stand; then its jumps, after what is held was let go. */
  private waysOut(i: number): (readonly string[])[] {
    const { within } = this.look.place;
    const all = everyStatementOf(within.body);
    const blocks = all.flatMap((s): string[][] => {
      const body = s.kind === 'if' && s.then.kind === 'block' ? s.then.body : [];
      const last = body.at(-1);
      if (last === undefined || (last.kind !== 'goto' && last.kind !== 'return')) return [];
      return [body.map((inner) => textOf(within, inner))];
    });
    const labels = all.flatMap((s) => (s.kind === 'label' ? [`goto ${s.name.name};`] : []));
    const jumps = all
      .filter(({ kind }) => kind === 'goto' || kind === 'return')
      .map((s) => textOf(within, s));
    const releases = this.openAt(i);
    const plain = [...new Set([...labels, ...jumps])].map((jump) => [...releases, jump]);
    return [...blocks, ...plain];
  }

  /** What lets go the locks that were taken in this list and are held behind statement `i`, the last taken first. */
  private openAt(i: number): string[] {
    const open: string[] = [];
    for (let k = 0; k <= i; k += 1) {
      const lock = this.lock(k);
      if (lock?.does === 'take') open.unshift(lock.lock);
      else if (lock?.does === 'release' && open.includes(lock.lock))
        open.splice(open.indexOf(lock.lock), 1);
    }
    return open.flatMap((held) => this.releaseOf(held) ?? []);
  }

  private releaseOf(held: string): string | null {
    const { within } = this.look.place;
    const release = everyStatementOf(within.body).find((s: Statement) => {
      const lock = lockStatement(this.program, within, s);
      return lock?.does === 'release' && lock.lock === held;
    });
    return release === undefined ? null : textOf(within, release);
  }
}

function guard(test: string, way: readonly string[], indent: string): string {
  const lines = way.map((line) => `${indent}\t${line}\n`).join('');
  if (way.length === 1) return `${indent}if (${test})\n${lines}`;
  return `${indent}if (${test}) {\n${lines}${indent}}\n`;
}
