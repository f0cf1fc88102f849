// Measures one configuration: its size, the speed of the search, and its memory.

import { at } from '../src/base/assert.ts';
import { DEFAULT_LIMITS, shownConfig } from '../src/check/verdict/checkConfiguration.ts';
import { loadText } from '../src/check/source/loadScenario.ts';
import { type PlannedCheck, planChecks } from '../src/check/link/plannedCheck.ts';
import type { Config, Limits } from '../src/check/verdict/report.ts';
import { explore } from '../src/explore/search/explore.ts';
import type { Machine } from '../src/explore/machine/machine.ts';
import type { SearchReport } from '../src/explore/search/searchReport.ts';
import type { Program } from '../src/lang/program/program.ts';
import { buildModel, type Model } from '../src/model/build/model.ts';
import { SearchMachine } from '../src/model/wasm/searchMachine.ts';
import { scalableModel } from './scalableModel.ts';

/** `search`: as the checker does it, closures at first and WebAssembly once it pays; the others: one from start to end. */
export const MACHINES = ['search', 'closures', 'wasm'] as const;
export type MachineKind = (typeof MACHINES)[number];

export interface Measurement {
  readonly scenario: string;
  readonly kernel: string | null;
  readonly config: Config;
  readonly states: number;
  readonly transitions: number;
  /** Of the search alone. */
  readonly statesPerCpuSecond: number;
  /** Visited set, queue and parents, over the distinct states. */
  readonly bytesPerState: number;
  /** 32-bit words that a packed state takes, and the bits in them that it uses. */
  readonly words: number;
  readonly bits: number;
  /** From the text to its verdicts, by the clock on the wall: parsing, building and searching. */
  readonly textToVerdictMs: number;
  /** The same in CPU time of all threads. */
  readonly textToVerdictCpuMs: number;
  /** The limits that ended the search; empty if it was complete. */
  readonly limits: readonly string[];
}

export function readProgram(name: string, text: string): Program {
  const { program, diagnostics } = loadText(name, text);
  if (program === null) throw new Error(`${name}: ${at(diagnostics, 0).message}`);
  return program;
}

/** Every configuration of a text, each parsed again: nothing is cached between them. */
export function* measureAll(
  name: string,
  text: string,
  limits: Limits,
  kind: MachineKind = 'search',
): Generator<Measurement> {
  for (const planned of planChecks(readProgram(name, text)))
    yield measure(name, text, planned, limits, kind);
}

export function measure(
  name: string,
  text: string,
  { configuration: { kernel, config } }: Pick<PlannedCheck, 'configuration'>,
  limits: Limits,
  kind: MachineKind = 'search',
): Measurement {
  const began = performance.now();
  const cpuBefore = process.cpuUsage();
  const program = readProgram(name, text);
  const model = buildModel(program, config);
  const { machine } = model;
  const cpu = process.cpuUsage();
  const report = search(machineOf(model, kind), limits);
  const used = process.cpuUsage(cpu);
  const usedInAll = process.cpuUsage(cpuBefore);
  const textToVerdictMs = performance.now() - began;
  return {
    scenario: name,
    kernel,
    config: shownConfig(program, config),
    states: report.states,
    transitions: report.transitions,
    statesPerCpuSecond: Math.round((report.states / (used.user + used.system)) * 1e6),
    bytesPerState: Number((report.bytes / report.states).toFixed(1)),
    words: machine.words,
    bits: machine.parts.packing.bits,
    textToVerdictMs: Math.round(textToVerdictMs),
    textToVerdictCpuMs: (usedInAll.user + usedInAll.system) / 1000,
    limits: report.limits,
  };
}

/** The first searches run before the JavaScript engine has compiled the code; they are not counted. */
export function warmUp(kind: MachineKind): void {
  const text = scalableModel({ faulters: 2, punchers: 1, pages: 1 });
  for (let round = 0; round < 3; round += 1)
    Array.from(measureAll('warm-up', text, DEFAULT_LIMITS, kind));
}

function machineOf({ machine }: Model, kind: MachineKind): Machine {
  if (kind === 'closures') return machine;
  return kind === 'wasm' ? new SearchMachine(machine, 0) : new SearchMachine(machine);
}

function search(machine: Machine, limits: Limits): SearchReport {
  const slices = explore(machine, limits);
  for (;;) {
    const slice = slices.next();
    if (slice.done === true) return slice.value;
  }
}
