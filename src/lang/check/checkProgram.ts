// Syntax trees to one checked program; reports all errors of all files at once.

import { lazily } from '../../base/lazily.ts';
import { checkCalls } from '../analysis/callGraph.ts';
import { type ConfigurationCheck, checkConfigurations } from './checkConfigurations.ts';
import { checkExpectations } from './checkExpectations.ts';
import { openBody } from './checkExpression.ts';
import { checkBody, checkFunction } from './checkFunction.ts';
import { checkGlobal } from './checkInitial.ts';
import { checkKernels } from './checkKernels.ts';
import { checkOutcome, checkProperty } from './checkProperty.ts';
import { checkReach } from './checkReach.ts';
import { checkTask } from './checkTask.ts';
import type { Diagnostics, Span } from '../syntax/diagnostic.ts';
import { gatherDeclarations } from './gatherDeclarations.ts';
import { checkHeldSpinlocks } from '../analysis/heldSpinlocks.ts';
import { checkIdleStatements } from '../analysis/idleStatements.ts';
import { optionCondition } from './optionCondition.ts';
import type { ParsedFile } from '../syntax/parseFile.ts';
import { mayBeFreed } from '../analysis/mayBeFreed.ts';
import type { Loop, Program } from '../program/program.ts';
import { reportUnknown, type Scope, spanText } from '../scope/scope.ts';
import { checkSteps, type StepRule } from '../analysis/stepRule.ts';
import type { Declaration, DeclarationOf, Declared } from '../syntax/syntax.ts';
import { checkUnreadLocals } from '../analysis/unreadLocals.ts';
import { checkUnusedNames } from '../analysis/unusedNames.ts';
import { checkUnsetLocals } from '../analysis/unsetLocals.ts';

/**
 * The last file is the scenario; `incomplete`: some file could not be found. Errors go to
 * `diagnostics`; the program exists only if there is none.
 */
export function checkProgram(
  files: readonly ParsedFile[],
  incomplete: boolean,
  diagnostics: Diagnostics,
): Program {
  const scope = gatherDeclarations(files, incomplete, diagnostics);
  const declared = declarationsOf(files.flatMap((file) => file.declarations));
  checkMarks(scope, declared);
  const program: Program = {
    ...about(files, declared),
    ...world(scope, declared),
    ...code(scope, declared),
    ...questions(scope, declared),
    ordering: [...scope.ordering].map(([name, file]) => ({ name, file })),
    files: painted(scope, files),
  };
  checkWhole(scope, { program, declared, textOf: (at) => spanText(scope.texts, at), diagnostics });
  return program;
}

function declarationsOf(all: readonly Declaration[]): Declared {
  return (kind) => all.filter((d) => d.kind === kind) as DeclarationOf<typeof kind>[];
}

/** How sure a source is: recorded or read in the source, commit message, … */
const MARKS = ['S', 'C', 'M', 'X', 'I'];

function checkMarks({ diagnostics }: Scope, declared: Declared): void {
  for (const { mark } of declared('source')) {
    if (mark === null || MARKS.includes(mark.name)) continue;
    const mend = `write one of ${MARKS.join(', ')}`;
    diagnostics.error('RC101', mark.at, `unknown mark “${mark.name}”`, mend);
  }
}

/** The scenario's description: title, story, sources. */
function about(files: readonly ParsedFile[], declared: Declared) {
  const name = files.at(-1)?.name ?? '';
  const text = (kind: 'title' | 'story' | 'author' | 'opens'): string | null =>
    declared(kind).at(-1)?.text ?? null;
  return {
    name,
    title: text('title') ?? name,
    year: declared('year').at(-1)?.year ?? null,
    author: text('author'),
    story: text('story') ?? '',
    opens: text('opens'),
    sources: declared('source').map((d) => ({ text: d.text, mark: d.mark?.name ?? null })),
    cues: declared('cue').map((d) => ({
      task: d.task.name,
      anchor: d.anchor.name,
      text: d.text,
      at: d.anchor.at,
    })),
  };
}

/** The files with each name in the colour of what it means. */
function painted(scope: Scope, files: readonly ParsedFile[]): Program['files'] {
  return files.map(({ name, text, painted: plain }) => {
    // The colours are computed only when a text is shown.
    const colours = lazily(() =>
      plain.map((range) => ({
        ...range,
        paint: scope.meanings.get(`${name} ${range.from}`) ?? range.paint,
      })),
    );
    return {
      name,
      text,
      get painted() {
        return colours();
      },
    };
  });
}

/** The objects, and their initial values. */
function world(scope: Scope, declared: Declared) {
  const inits = declared('init');
  const at = inits[0]?.at ?? { file: '', from: 0, to: 0 };
  const init = openBody(scope, 'init', null, at);
  return {
    structs: scope.structs,
    enums: scope.enums,
    tokens: declared('tokens').flatMap((d) =>
      d.tokens.map((t) => ({ name: t.name.name, meaning: t.meaning })),
    ),
    globals: declared('variable').map((d) => checkGlobal(scope, d)),
    pools: [...scope.pools.values()],
    init: checkBody(
      init,
      inits.flatMap((d) => d.body),
    ),
  };
}

function code(scope: Scope, declared: Declared) {
  for (const { task } of declared('cue')) {
    if (!scope.tasks.has(task.name))
      reportUnknown(scope, 'RC101', 'task', task, scope.tasks.keys());
  }
  return {
    functions: new Map(
      [...scope.functions].map(([name, all]) => [name, all.map((d) => checkFunction(scope, d))]),
    ),
    tasks: [...scope.tasks.values()].map((d) => checkTask(scope, d)),
  };
}

/** The questions: which configurations, which properties, which expected verdicts. */
function questions(scope: Scope, declared: Declared) {
  return {
    options: [...scope.options.values()],
    requires: declared('require').map((d) => optionCondition(scope, d.condition)),
    kernels: checkKernels(scope, declared('kernel')),
    properties: [...scope.properties.values()].map((d) => checkProperty(scope, d)),
    outcome: declared('outcome').flatMap((d) =>
      d.places.map((place) => checkOutcome(scope, place)),
    ),
    expectations: checkExpectations(scope, declared('expect')),
  };
}

/** Checks that need the whole program. With errors, those are skipped whose result an error could cause. */
function checkWhole(scope: Scope, check: ConfigurationCheck): void {
  const { program, textOf, diagnostics } = check;
  const sound = checkCalls(program.functions, diagnostics);
  if (sound) checkEveryStep(program, textOf, diagnostics);
  if (scope.perhaps.size > 0 || diagnostics.has('RC401')) return;
  const configs = checkConfigurations(check);
  if (diagnostics.hasErrors || configs === null) return;
  checkReach(check, configs);
  if (diagnostics.hasErrors) return;
  checkHeldSpinlocks(program, configs, textOf, diagnostics);
  checkUnsetLocals(program, diagnostics);
  checkUnusedNames(check, checkUnreadLocals(program, diagnostics));
  checkIdleStatements(program, textOf, diagnostics);
}

function checkEveryStep(
  program: Program,
  textOf: (at: Span) => string,
  diagnostics: Diagnostics,
): void {
  const { functions, tasks } = program;
  const mayBeFree = (over: Loop): boolean => mayBeFreed(program, over);
  const rule: StepRule = { diagnostics, functions, textOf, mayBeFree };
  for (const f of [...functions.values()].flat()) checkSteps(rule, f.body, f.atomic);
  for (const task of tasks) checkSteps(rule, task.body, false);
}
