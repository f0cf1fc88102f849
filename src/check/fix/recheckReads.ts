// A value that was outdated when it was used, read again after a lock was taken or right before its use: where it is another
// one by then, the function takes one of its own ways out, or leaves the use alone.

import { at } from '../../base/assert.ts';
import type { Program } from '../../lang/program/program.ts';
import type { Statement } from '../../lang/syntax/syntax.ts';
import { lockStatement } from '../edit/lockStatement.ts';
import { everyStatementOf, observes } from '../edit/statementRange.ts';
import { indentAt, ownLines } from '../edit/textLines.ts';
import type { FixCandidate } from './fixCandidate.ts';
import { type FixPlace, statementAt } from './fixPlace.ts';
import { quoted, textOf } from './statementWords.ts';

/** A read whose value was outdated later. */
export interface OutdatedRead {
  /** The statements that read it, in the functions around. */
  readonly reads: readonly FixPlace[];
  /** Statements in which the value is used. */
  readonly uses: readonly FixPlace[];
}

export function recheckReads(program: Program, outdated: readonly OutdatedRead[]): FixCandidate[] {
  return outdated.flatMap(({ reads, uses }) =>
    reads.flatMap((read) => {
      const look = lookOf(read);
      return look === null ? [] : new Recheck(program, read, look, uses).candidates();
    }),
  );
}

/** `b = inode->bmap[0];` */
interface Look {
  readonly local: string;
  readonly value: string;
}

function lookOf(place: FixPlace): Look | null {
  const s = statementAt(place);
  const text = ({ at: { from, to } }: { at: { from: number; to: number } }): string =>
    place.within.text.slice(from, to);
  if (s.kind === 'declare' && s.value !== null) return { local: s.name.name, value: text(s.value) };
  if (s.kind !== 'assign' || s.operator !== '=' || s.target.kind !== 'name') return null;
  return { local: s.target.name, value: text(s.value) };
}

class Recheck {
  private readonly program: Program;
  private readonly read: FixPlace;
  private readonly look: Look;
  private readonly uses: readonly FixPlace[];

  constructor(program: Program, read: FixPlace, look: Look, uses: readonly FixPlace[]) {
    this.program = program;
    this.read = read;
    this.look = look;
    this.uses = uses;
  }

  candidates(): FixCandidate[] {
    const { list, index } = this.read;
    const later = list.flatMap((_, i) => (i > index ? [i] : []));
    const locks = later.filter((i) => this.lock(i)?.does === 'take');
    const uses = later.filter((i) => this.isUse(i));
    return [
      ...locks.flatMap((i) => this.after(i)),
      ...uses.flatMap((i) => [...this.skipped(i), ...this.after(i - 1)]),
    ];
  }

  /** Put behind statement `i`: the guards that follow the read, once more, or a comparison with a way out. */
  private after(i: number): FixCandidate[] {
    const { within, list, index } = this.read;
    const s = at(list, i);
    const next = list[i + 1];
    const lines = ownLines(within.text, s.at);
    if (i <= index || lines === null || (next !== undefined && observes(next))) return [];
    const { local, value } = this.look;
    const releases = this.openAt(i);
    const again = this.guards().map((guard) => [
      `${local} = ${value};`,
      ...guard.map(({ test, jump }) => this.exit(test, releases, jump)),
    ]);
    const compared = this.waysOut().map((jump) => [
      this.exit(`${value} != ${local}`, releases, jump),
    ]);
    return [...again, ...compared].map((written): FixCandidate => {
      const indent = indentAt(within.text, s.at.from);
      const text = written.map((block) => `${indented(block, indent)}\n`).join('');
      return {
        kind: 're-check',
        title: `Look at ${value} again in ${within.name}(), after ${quoted(within, s)}`,
        edit: [{ file: within.file, from: lines.to, to: lines.to, text }],
        group: `re-check ${within.file} ${lines.to}`,
      };
    });
  }

  /** Statement `i` only where the value is still the same. */
  private skipped(i: number): FixCandidate[] {
    const { within, list } = this.read;
    const s = at(list, i);
    const next = list[i + 1];
    const lines = ownLines(within.text, s.at);
    const watched = next !== undefined && observes(next);
    if (lines === null || watched || this.lock(i) !== null || s.kind === 'declare') return [];
    const { local, value } = this.look;
    const indent = indentAt(within.text, s.at.from);
    const body = textOf(within, s).replaceAll('\n', '\n\t');
    return [
      {
        kind: 're-check',
        title: `Skip ${quoted(within, s)} in ${within.name}() unless ${value} is still ${local}`,
        edit: [
          {
            file: within.file,
            from: s.at.from,
            to: s.at.to,
            text: `if (${value} == ${local})\n${indent}\t${body}`,
          },
        ],
        group: `skip ${within.file} ${s.at.from}`,
      },
    ];
  }

  private lock(i: number): ReturnType<typeof lockStatement> {
    const { within, list } = this.read;
    return lockStatement(this.program, within, at(list, i));
  }

  private isUse(i: number): boolean {
    const { list } = this.read;
    return this.uses.some((use) => use.list === list && use.index === i);
  }

  /** What lets go the locks that were taken in this list and are held behind statement `i`, the last taken first. */
  private openAt(i: number): string[] {
    const { within } = this.read;
    const open: string[] = [];
    for (let k = 0; k <= i; k += 1) {
      const lock = this.lock(k);
      if (lock?.does === 'take') open.unshift(lock.lock);
      else if (lock?.does === 'release' && open.includes(lock.lock))
        open.splice(open.indexOf(lock.lock), 1);
    }
    return open.flatMap((held) => {
      const release = everyStatementOf(within.body).find((s) => {
        const lock = lockStatement(this.program, within, s);
        return lock?.does === 'release' && lock.lock === held;
      });
      return release === undefined ? [] : [textOf(within, release)];
    });
  }

  /** The tests right behind the read that leave with its value: `if (index >= size) return VM_FAULT_SIGBUS;`. */
  private guards(): readonly (readonly Guard[])[] {
    const { within, list, index } = this.read;
    const found: Guard[] = [];
    for (let i = index + 1; i < list.length; i += 1) {
      const s = at(list, i);
      const jump = s.kind === 'if' && s.else === null ? onlyJump(s.then) : null;
      if (s.kind !== 'if' || jump === null) break;
      const { from, to } = s.condition.at;
      found.push({ test: within.text.slice(from, to), jump: textOf(within, jump) });
    }
    return found.length === 0 ? [] : [found];
  }

  /** The jumps that the function makes anywhere: back to a label, or out of it. */
  private waysOut(): string[] {
    const { within } = this.read;
    const jumps = everyStatementOf(within.body).filter(
      ({ kind }) => kind === 'goto' || kind === 'return',
    );
    const labels = everyStatementOf(within.body).flatMap((s) =>
      s.kind === 'label' ? [`goto ${s.name.name};`] : [],
    );
    return [...new Set([...labels, ...jumps.map((s) => textOf(within, s))])];
  }

  private exit(test: string, releases: readonly string[], jump: string): string {
    if (releases.length === 0) return `if (${test})\n\t${jump}`;
    const lines = [...releases, jump].map((line) => `\t${line}`);
    return [`if (${test}) {`, ...lines, '}'].join('\n');
  }
}

interface Guard {
  readonly test: string;
  readonly jump: string;
}

/** A jump that is all that a condition governs. */
function onlyJump(s: Statement): Statement | null {
  if (s.kind === 'return' || s.kind === 'goto') return s;
  const [only, more] = s.kind === 'block' ? s.body : [];
  return only !== undefined && more === undefined ? onlyJump(only) : null;
}

function indented(block: string, indent: string): string {
  return block
    .split('\n')
    .map((line) => indent + line)
    .join('\n');
}
