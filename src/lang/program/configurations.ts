// The configurations of a program: every choice of its options that `require` allows, by kernel.

import { unreachable } from '../../base/assert.ts';
import { LIMITS } from '../syntax/limits.ts';
import type { Expectation, Expr, Kernel, Option, Program } from './program.ts';

/** True or false for an on/off option, else the name of one of its values; every option has one. */
export type Config = Readonly<Record<string, boolean | string>>;

/** An option's value in a set of options; undefined: none. An option may be called `constructor`. */
export function settingIn(config: Config, option: string): boolean | string | undefined {
  return Object.hasOwn(config, option) ? config[option] : undefined;
}

export interface Configuration {
  /** The kernel that has these changes and no others; null if there is none. */
  readonly kernel: string | null;
  readonly config: Config;
}

type Options = Pick<Program, 'options' | 'requires'>;

/** All valid configurations, the first option changing slowest, defaults first; at most LIMITS.configurations. */
export function enumerateConfigurations(
  program: Options & Pick<Program, 'kernels'>,
): Configuration[] {
  return validConfigs(program).map((config) => ({
    kernel: program.kernels.find((kernel) => isKernel(program, kernel, config))?.name ?? null,
    config,
  }));
}

/** Whether there are more than LIMITS.configurations, or too many to count. */
export function tooManyConfigurations(program: Options): boolean {
  return search(program).cut;
}

export function validConfigs(program: Options): readonly Config[] {
  return search(program).found;
}

/** The kernel of a configuration, whatever its values of options that do not vary; null if it is none, or not valid. */
export function kernelOf(
  program: Options & Pick<Program, 'kernels'>,
  config: Config,
): string | null {
  const whole = { ...config, ...fixedConfig(program.options) };
  const fits = program.options.every((option) =>
    valuesOf(option).includes(settingIn(whole, option.name) ?? false),
  );
  if (!fits || program.requires.some((condition) => decide(condition, whole) === false))
    return null;
  return program.kernels.find((kernel) => isKernel(program, kernel, whole))?.name ?? null;
}

/** The defaults of the options that do not vary. */
function fixedConfig(options: readonly Option[]): Config {
  const fixed = options.filter((option) => !option.varied);
  return Object.fromEntries(fixed.map((option) => [option.name, defaultOf(option)]));
}

interface Search {
  readonly found: Config[];
  cut: boolean;
}

/** How many partial choices are tried for each configuration that may be found. */
const PATIENCE = 16;

/** A cache by the options of a program. */
const SEARCHED = new WeakMap<Options['options'], Options & { readonly search: Search }>();

function search({ options, requires }: Options): Search {
  const known = SEARCHED.get(options);
  if (known?.requires === requires) return known.search;
  const fresh = searchAll({ options, requires });
  SEARCHED.set(options, { options, requires, search: fresh });
  return fresh;
}

/** Chooses one option after the other; a `require` that is violated already ends a choice early. */
function searchAll({ options, requires }: Options): Search {
  const result: Search = { found: [], cut: false };
  const varied = options.filter((option) => option.varied);
  if (varied.length > LIMITS.options) return { found: [], cut: true };
  let tried = 0;
  const choose = (from: number, config: Config): void => {
    tried += 1;
    if (requires.some((condition) => decide(condition, config) === false)) return;
    const option = varied[from];
    if (tried > PATIENCE * LIMITS.configurations) {
      result.cut = true;
    } else if (option === undefined) {
      if (result.found.length < LIMITS.configurations) result.found.push(config);
      else result.cut = true;
    } else {
      for (const value of valuesOf(option)) {
        if (!result.cut) choose(from + 1, { ...config, [option.name]: value });
      }
    }
  };
  choose(0, fixedConfig(options));
  return result;
}

/** The values of an option, its default first. */
export function valuesOf(option: Option): readonly (boolean | string)[] {
  return option.values ?? [false, true];
}

export function defaultOf(option: Option): boolean | string {
  return option.values?.[0] ?? false;
}

/** Whether a configuration has a kernel's changes and no others; its world and model are free. */
function isKernel({ options }: Options, kernel: Kernel, config: Config): boolean {
  return options.every(
    (option) =>
      option.kind !== 'change' ||
      config[option.name] === (settingIn(kernel.settings, option.name) ?? defaultOf(option)),
  );
}

/** The first valid configuration of a kernel: where it can be, in the default world. */
export function kernelConfig(program: Options, kernel: Kernel): Config | null {
  return validConfigs(program).find((config) => isKernel(program, kernel, config)) ?? null;
}

/**
 * A condition's value if only some options have a value, and everything else is unknown: null if that does not decide
 * it.
 */
export function decide(e: Expr, config: Config): boolean | null {
  switch (e.kind) {
    case 'option': {
      const value = settingIn(config, e.option);
      return value === undefined ? null : e.values.includes(value);
    }
    case 'constant':
      return e.value !== 0;
    case 'not':
      return negate(decide(e.operand, config));
    case 'binary':
      return decideBoth(e, config);
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
      return null;
    default:
      return unreachable(e);
  }
}

function negate(value: boolean | null): boolean | null {
  return value === null ? null : !value;
}

function decideBoth(e: Extract<Expr, { kind: 'binary' }>, config: Config): boolean | null {
  const left = decide(e.left, config);
  const right = decide(e.right, config);
  if (e.operator === '&&') return negate(either(negate(left), negate(right)));
  if (e.operator === '||') return either(left, right);
  return e.operator === '=>' ? either(negate(left), right) : null;
}

function either(a: boolean | null, b: boolean | null): boolean | null {
  if (a === true || b === true) return true;
  return a === null || b === null ? null : false;
}

/** A condition over options in a configuration that has a value for each. */
export function evaluateOption(condition: Expr, config: Config): boolean {
  return decide(condition, config) === true;
}

/** `holds vacuously`: it holds, and no state tests it. */
export type ExpectedVerdict = 'holds' | 'holds vacuously' | 'violated';

/** The verdict that the `expect` lines give for a property in a configuration; null if none does. */
export function expectedVerdict(
  program: Pick<Program, 'expectations'>,
  property: string,
  config: Config,
): ExpectedVerdict | null {
  const [clause] = applyingClauses(program.expectations, property, config);
  return clause === undefined ? null : verdictOf(clause);
}

export function verdictOf({ verdict, vacuously }: Expectation['clauses'][number]): ExpectedVerdict {
  return vacuously ? 'holds vacuously' : verdict;
}

/** The clauses that apply to a property in a configuration; programs without errors have at most one verdict in them. */
export function applyingClauses(
  expectations: readonly Expectation[],
  property: string,
  config: Config,
): Expectation['clauses'][number][] {
  return expectations
    .filter((expectation) => expectation.properties.includes(property))
    .flatMap(({ clauses }) => {
      const applying = clauses.filter(
        ({ when }) => when === null || (when !== 'otherwise' && evaluateOption(when, config)),
      );
      return applying.length > 0 ? applying : clauses.filter(({ when }) => when === 'otherwise');
    });
}
