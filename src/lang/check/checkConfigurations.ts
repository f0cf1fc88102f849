// Checks that need every configuration: which calls have a definition, which kernels are possible, what is expected of
// them.

import { unreachable } from '../../base/assert.ts';
import {
  applyingClauses,
  type Config,
  decide,
  defaultOf,
  evaluateOption,
  kernelConfig,
  settingIn,
  tooManyConfigurations,
  validConfigs,
  valuesOf,
  verdictOf,
} from '../program/configurations.ts';
import type { Diagnostics, Span } from '../syntax/diagnostic.ts';
import { LIMITS } from '../syntax/limits.ts';
import type { Expr, Kernel, Program } from '../program/program.ts';
import { nearestName } from '../syntax/nearestName.ts';
import { everyExpression } from '../program/programWalk.ts';
import { optionsAsked } from '../analysis/reach.ts';
import type { Declared, Name } from '../syntax/syntax.ts';

export interface ConfigurationCheck {
  readonly program: Program;
  readonly declared: Declared;
  readonly textOf: (at: Span) => string;
  readonly diagnostics: Diagnostics;
}

/** The valid configurations; null after reporting that there are none, or too many to look at. */
export function checkConfigurations(check: ConfigurationCheck): readonly Config[] | null {
  const { program, diagnostics } = check;
  if (tooManyConfigurations(program)) {
    const at = check.declared('vary').at(-1)?.at ?? optionsOfScenario(check).at(-1)?.at;
    if (at !== undefined) {
      const message = `more than ${LIMITS.configurations} configurations`;
      diagnostics.error('RC504', at, message, 'vary fewer options, or require more');
    }
    return null;
  }
  const configs = validConfigs(program);
  const [first] = program.requires;
  if (configs.length === 0 && first !== undefined) {
    diagnostics.error('RC405', first.at, 'require leaves no configuration at all');
    return null;
  }
  checkKernels(check);
  checkExpected(check, configs);
  if (!diagnostics.hasErrors) {
    checkMentioned(check);
    checkConditions(check, configs);
    checkOtherwise(check, configs);
    checkVaried(check);
  }
  return configs;
}

function optionsOfScenario({ program, declared }: ConfigurationCheck) {
  return declared('option').filter((d) => d.at.file === program.name);
}

/** A configuration for display: its kernel's name if it has one, and the options that differ from the defaults. */
export function describeConfig(program: Program, config: Config): string {
  const reported = program.options
    .filter((option) => option.varied && config[option.name] !== defaultOf(option))
    .map(({ name, values }) => (values === null ? name : `${name} == ${config[name]}`));
  return reported.length === 0 ? 'every option is at its default' : reported.join(' && ');
}

// Kernels

function checkKernels(check: ConfigurationCheck): void {
  const { program, diagnostics } = check;
  program.kernels.forEach((kernel, i) => {
    const earlier = program.kernels.slice(0, i);
    const namesake = earlier.find(({ name }) => name === kernel.name);
    const twin = earlier.find((other) => sameChanges(program, kernel, other));
    if (namesake !== undefined) {
      const message = `kernel “${kernel.name}” is declared twice`;
      diagnostics.error('RC102', kernel.at, message, 'rename one of them');
    } else if (twin !== undefined) {
      const message = `kernel “${kernel.name}” has the same changes as “${twin.name}”`;
      diagnostics.error('RC404', kernel.at, message, 'give them different changes, or delete one');
    }
    checkPossible(check, kernel);
  });
  checkOpens(check);
}

function checkOpens({ program, declared, diagnostics }: ConfigurationCheck): void {
  const opens = declared('opens').at(-1);
  const names = program.kernels.map(({ name }) => name);
  if (opens === undefined || names.includes(opens.text)) return;
  const nearest = nearestName(opens.text, names);
  const mend = nearest === null ? null : `did you mean “${nearest}”?`;
  diagnostics.error('RC101', opens.at, `unknown kernel “${opens.text}”`, mend);
}

function changesOf({ options }: Program, kernel: Kernel): Config {
  const changes = options.filter(({ kind }) => kind === 'change');
  return Object.fromEntries(
    changes.map((option) => [
      option.name,
      settingIn(kernel.settings, option.name) ?? defaultOf(option),
    ]),
  );
}

function sameChanges(program: Program, a: Kernel, b: Kernel): boolean {
  const other = changesOf(program, b);
  return Object.entries(changesOf(program, a)).every(([name, value]) => other[name] === value);
}

function checkPossible({ program, textOf, diagnostics }: ConfigurationCheck, kernel: Kernel): void {
  if (kernelConfig(program, kernel) !== null) return;
  const changes = changesOf(program, kernel);
  const fixed = program.options.find(
    (option) =>
      !option.varied && option.kind === 'change' && changes[option.name] !== defaultOf(option),
  );
  if (fixed !== undefined) {
    const message = `kernel “${kernel.name}” sets “${fixed.name}”, which does not vary here`;
    diagnostics.error('RC405', kernel.at, message, `write vary ${fixed.name};`);
    return;
  }
  const broken = program.requires.find((condition) => decide(condition, changes) === false);
  const reason = broken === undefined ? 'require' : `require ${textOf(broken.at)}`;
  const message = `kernel “${kernel.name}” is ruled out: ${reason}`;
  diagnostics.error('RC405', kernel.at, message, 'change its settings, or require less');
}

// Expectations

function checkExpected(check: ConfigurationCheck, configs: readonly Config[]): void {
  const spoken = new Map<string, Name>();
  for (const d of check.declared('expect'))
    for (const name of d.properties) if (!spoken.has(name.name)) spoken.set(name.name, name);
  for (const name of spoken.values()) {
    checkContradiction(check, configs, name.name);
    checkGap(check, configs, name);
  }
}

/** A property of the scenario that no `expect` line names: a wrong verdict would go unnoticed. */
function checkMentioned({ program, diagnostics }: ConfigurationCheck): void {
  const spoken = new Set(program.expectations.flatMap(({ properties }) => properties));
  for (const { name, at } of program.properties) {
    if (at.file !== program.name || spoken.has(name)) continue;
    const mend = `write expect ${name} holds; or expect ${name} violated;`;
    diagnostics.warn('RC403', at, `nothing is expected of “${name}”`, mend);
  }
}

function checkContradiction(
  { program, diagnostics }: ConfigurationCheck,
  configs: readonly Config[],
  property: string,
): void {
  for (const config of configs) {
    const clauses = applyingClauses(program.expectations, property, config);
    const [first] = clauses;
    if (first === undefined) continue;
    const other = clauses.find((clause) => verdictOf(clause) !== verdictOf(first));
    if (other === undefined) continue;
    const reported = `“${verdictOf(first)}” and “${verdictOf(other)}”`;
    const message = `“${property}” is expected to be both ${reported} when ${describeConfig(program, config)}`;
    diagnostics.error('RC402', other.at, message, 'make the conditions exclude each other');
    return;
  }
}

function checkGap(
  { program, diagnostics }: ConfigurationCheck,
  configs: readonly Config[],
  { name, at }: Name,
): void {
  const silent = configs.find(
    (config) => applyingClauses(program.expectations, name, config).length === 0,
  );
  if (silent === undefined) return;
  const last = program.expectations.findLast(({ properties }) => properties.includes(name));
  const rest = last?.clauses.at(-1)?.verdict === 'violated' ? 'holds' : 'violated';
  const message = `nothing is expected of “${name}” when ${describeConfig(program, silent)}`;
  diagnostics.warn('RC403', at, message, `end the line with ${rest} otherwise;`);
}

// Conditions without effect

/** A `when` of the scenario that no configuration satisfies; a library has texts for other scenarios. */
function checkConditions(
  { program, textOf, diagnostics }: ConfigurationCheck,
  configs: readonly Config[],
): void {
  for (const condition of conditionsOf(program)) {
    if (condition.at.file !== program.name) continue;
    if (configs.some((config) => evaluateOption(condition, config))) continue;
    const message = `no configuration satisfies ${textOf(condition.at)}`;
    diagnostics.warn('RC406', condition.at, message, 'delete the clause, or require less');
  }
}

/** An `otherwise` to which no configuration is left. */
function checkOtherwise(
  { program, diagnostics }: ConfigurationCheck,
  configs: readonly Config[],
): void {
  for (const { clauses } of program.expectations) {
    const last = clauses.find(({ when }) => when === 'otherwise');
    if (last === undefined) continue;
    const left = configs.some((config) =>
      clauses.every(
        ({ when }) => when === 'otherwise' || (when !== null && !evaluateOption(when, config)),
      ),
    );
    if (left) continue;
    const message =
      'the other clauses of this line already cover every configuration, so otherwise has no effect';
    diagnostics.warn('RC406', last.at, message, 'delete it');
  }
}

function conditionsOf(program: Program): Expr[] {
  const functions = [...program.functions.values()].flat();
  const clauses = program.expectations.flatMap((expectation) => expectation.clauses);
  const all = [...functions, ...program.tasks, ...clauses].map(({ when }) => when);
  return all.flatMap((when) => (when === null || when === 'otherwise' ? [] : [when]));
}

/** An option that varies and is never used duplicates every configuration. */
function checkVaried(check: ConfigurationCheck): void {
  const { program, diagnostics } = check;
  const bodies = [...program.tasks, program.init];
  const asked = new Set(bodies.flatMap((body) => [...optionsAsked(program.functions, body)]));
  for (const condition of [...conditionsOf(program), ...program.requires])
    for (const name of namesIn(condition)) asked.add(name);
  for (const { condition } of program.properties)
    for (const e of condition === null ? [] : everyExpression(condition))
      if (e.kind === 'option') asked.add(e.option);
  const names = [
    ...check.declared('vary').flatMap((d) => d.names),
    ...optionsOfScenario(check).map((d) => d.name),
  ];
  for (const { name, at } of names) {
    const option = program.options.find((candidate) => candidate.name === name);
    if (option === undefined || asked.has(name)) continue;
    const times = valuesOf(option).length;
    const message = `“${name}” varies, but nothing here uses it: ${times} times as many configurations, with equal results`;
    diagnostics.warn('RC407', at, message, 'delete it');
  }
}

function namesIn(condition: Expr): string[] {
  switch (condition.kind) {
    case 'option':
      return [condition.option];
    case 'not':
      return namesIn(condition.operand);
    case 'binary':
      return [...namesIn(condition.left), ...namesIn(condition.right)];
    case 'constant':
    case 'local':
    case 'part':
    case 'word':
    case 'load':
    case 'address':
    case 'current':
    case 'exchange':
    case 'bump':
    case 'trylock':
    case 'allocate':
    case 'quantified':
    case 'done':
    case 'held':
      return [];
    default:
      return unreachable(condition);
  }
}
