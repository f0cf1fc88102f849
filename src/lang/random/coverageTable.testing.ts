// docs/COVERAGE.md: which productions stand in which positions in random programs, and why the others do not.

import {
  EXPRESSION_POSITIONS,
  EXPRESSION_ROWS,
  type GrammarPairs,
  STATEMENT_POSITIONS,
  STATEMENT_ROWS,
} from './grammarPairs.testing.ts';

interface Reason {
  /** What stands in the cell. */
  readonly mark: string;
  readonly why: string;
  readonly rows: RegExp;
  readonly positions: RegExp;
}

const REACHED = '✓';
/** Neither reached nor with a reason. */
export const OPEN = '?';

const TASKS = /^(task|daemon|after all)$/;
const ATOMIC = /^atomic /;
const CHANGES = /^(xchg|\+\+|--|\w+_trylock|alloc)$/;
const TRUTHS = /^(!|\|\||&&|=>|==|!=|<|<=|>|>=|option|\w+_trylock|done|held.*|forall.*|exists.*)$/;

const STATEMENT_REASONS: readonly Reason[] = [
  { mark: 'a', why: 'RC305: a ghost statement only watches', rows: /./, positions: /^ghost$/ },
  { mark: 'b', why: 'RC309: init takes no locks, makes no choice and is not judged; RC206: it returns nothing', rows: /lock$|^(assert|WARN_ON)$|^(bit|spin|mutex|down|up|downgrade|wait|complete)|choose|trylock|call|return value|label|goto/, positions: /^init$/ }, // prettier-ignore
  { mark: 'c', why: 'RC302: what may block stands first in an atomic', rows: /^(mutex_lock|spin_lock|bit_lock|down|down_read|down_write|wait until|wait_for_completion)$/, positions: ATOMIC }, // prettier-ignore
  {
    mark: 'd',
    why: 'RC303: no loop without an end in an atomic',
    rows: /^while$/,
    positions: ATOMIC,
  },
  { mark: 'e', why: 'RC308: no choice in an atomic', rows: /^choose$/, positions: ATOMIC },
  { mark: 'f', why: 'RC109: in a loop only; a statement of a body is in none', rows: /^(break|continue)$/, positions: /^(task|daemon|after all|function|atomic function|init)$/ }, // prettier-ignore
  { mark: 'g', why: 'RC206: a task returns no value; within a body the function’s own is counted', rows: /^return value$/, positions: TASKS }, // prettier-ignore
  { mark: 'h', why: 'RC104: a for is written out for every round, so no label stands in it', rows: /^label$/, positions: /^for$/ }, // prettier-ignore
  {
    mark: 'i',
    why: 'RC202: “alloc(nodes)” alone does nothing',
    rows: /^alloc, dropped$/,
    positions: /./,
  },
  { mark: 'k', why: 'RC104: no goto jumps into an atomic, and no loop in one has no end, so that a label in it stands behind its goto', rows: /^label$/, positions: /^atomic first$/ }, // prettier-ignore
  { mark: 'j', why: 'RC306: kernel code cannot run over every cell of a word', rows: /^for over a word struct$/, positions: /^(?!ghost)/ }, // prettier-ignore
];

const EXPRESSION_REASONS: readonly Reason[] = [
  { mark: 'a', why: 'RC202: alone it does nothing', rows: /^(?!(xchg|\+\+|--|\w+_trylock)$)/, positions: /^dropped$/ }, // prettier-ignore
  { mark: 'b', why: 'RC306: a property, an outcome or a wait only looks', rows: CHANGES, positions: /^(always|finally|outcome|wait until|assert|quantified)$/ }, // prettier-ignore
  {
    mark: 'c',
    why: 'RC305: a ghost statement changes no more than ghosts',
    rows: CHANGES,
    positions: /^in ghost$/,
  },
  { mark: 'd', why: 'RC306: kernel code asks no quantifier, nor done and held', rows: /^(forall|exists|done|held)/, positions: /^(local =|field =|place =|wait until|argument|while|if|return.*|free|BUG_ON|WARN_ON|pointer|index|xchg|{ … }|!|left|right|in init|in atomic)$/ }, // prettier-ignore
  { mark: 'e', why: 'RC208: a value at the start is constant', rows: /./, positions: /^initial$/ },
  { mark: 'f', why: 'an outcome is a place', rows: /./, positions: /^outcome$/ },
  { mark: 'g', why: 'a property sees no locals', rows: /^(local|local.field|current.*)$/, positions: /^(always|finally)$/ }, // prettier-ignore
  { mark: 'h', why: 'RC201: no pointer', rows: TRUTHS, positions: /^(pointer|free)$/ },
  { mark: 'h', why: 'RC201: no pointer', rows: /^(\+|-|\*|%|\+\+|--|{ … }|constant)$/, positions: /^(pointer|free)$/ }, // prettier-ignore
  { mark: 'i', why: 'RC201: no number', rows: TRUTHS, positions: /^index$/ },
  {
    mark: 'i',
    why: 'RC201: no number',
    rows: /^({ … }|&place|alloc|local.field|current.*)$/,
    positions: /^index$/,
  },
  { mark: 'j', why: 'RC201: no condition', rows: /^(\+|-|\*|%|\+\+|--)$/, positions: /^(wait until|if|while|assert|BUG_ON|WARN_ON|!|quantified|always|finally|field =|{ … })$/ }, // prettier-ignore
  { mark: 'k', why: 'a word is assigned, stored, exchanged, passed, returned and compared, and nothing else', rows: /^{ … }$/, positions: /^(field =|wait until|if|while|assert|BUG_ON|WARN_ON|!|left|{ … }|quantified|always|finally|free)$/ }, // prettier-ignore
  { mark: 'l', why: 'RC301: the arguments of a call are locals and constants', rows: CHANGES, positions: /^argument$/ }, // prettier-ignore
  { mark: 'm', why: 'a pointer to a CPU or an mm: followed, kept in a local and compared here', rows: /^current/, positions: /./ }, // prettier-ignore
  { mark: 'p', why: 'down_trylock yields the opposite of having taken the semaphore: it is counted under `!`, wherever it stands', rows: /^down_trylock$/, positions: /./ }, // prettier-ignore
  { mark: 'n', why: 'RC309: init takes no locks', rows: /_trylock$/, positions: /^in init$/ },
  { mark: 'o', why: 'RC203: what a pointer leads to is a place, a local or a call', rows: /^(xchg|alloc|&place|local.field)$/, positions: /^(pointer|quantified|always|finally)$/ }, // prettier-ignore
];

interface Table {
  readonly title: string;
  readonly rows: readonly string[];
  readonly positions: readonly string[];
  readonly reasons: readonly Reason[];
}

export const TABLES: Readonly<Record<'statements' | 'expressions', Table>> = {
  statements: { title: 'Statements', rows: STATEMENT_ROWS, positions: STATEMENT_POSITIONS, reasons: STATEMENT_REASONS }, // prettier-ignore
  expressions: { title: 'Expressions', rows: EXPRESSION_ROWS, positions: EXPRESSION_POSITIONS, reasons: EXPRESSION_REASONS }, // prettier-ignore
};

export function coverageText(pairs: GrammarPairs, programs: number): string {
  const parts = (['statements', 'expressions'] as const).map((name) =>
    tableText(TABLES[name], pairs[name]),
  );
  return `${[HEAD, `Seeds 0 to ${programs - 1}.`, ...parts].join('\n\n')}\n`;
}

const HEAD = `# What random programs reach

Which productions of the grammar occur in which positions in the programs of \`src/lang/random\`: ${REACHED} if at least one does. A letter
gives the reason why none can; ${OPEN} is a pair that the language allows and these programs have not reached yet. A statement's position
is the construct that contains it; everything in \`init\` or in a ghost statement counts there. Written by \`COVERAGE_PROGRAMS=3000 npx vitest run
src/lang/random/coverage.test.ts -u\`.`;

function tableText(
  { title, rows, positions, reasons }: Table,
  found: ReadonlyMap<string, number>,
): string {
  const cell = (row: string, position: string): string =>
    found.has(`${row} | ${position}`)
      ? REACHED
      : (reasons.find((one) => one.rows.test(row) && one.positions.test(position))?.mark ?? OPEN);
  const cells = rows.map((row) => positions.map((position) => cell(row, position)));
  const all = cells.flat();
  const count = (mark: string): number => all.filter((one) => one === mark).length;
  const used = [...new Map(reasons.map(({ mark, why }) => [mark, why]))];
  return [
    `## ${title}`,
    `${all.length} pairs: ${count(REACHED)} reached, ${all.length - count(REACHED) - count(OPEN)} with a reason, ${count(OPEN)} open.`,
    [
      `| | ${positions.join(' | ')} |`,
      `| --- |${' --- |'.repeat(positions.length)}`,
      ...rows.map((row, i) => `| ${escaped(row)} | ${(cells[i] ?? []).join(' | ')} |`),
    ].join('\n'),
    used.map(([mark, why]) => `- ${mark}: ${why}`).join('\n'),
  ].join('\n\n');
}

const escaped = (row: string): string => `\`${row.replaceAll('|', '\\|')}\``;
