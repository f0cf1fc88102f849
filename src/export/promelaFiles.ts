// The files of an export: the model, the same for several cores, and a script that runs SPIN.

import type { Config } from '../lang/program/configurations.ts';
import type { Program } from '../lang/program/program.ts';
import { buildModel } from '../model/build/model.ts';
import { fileStem } from './fileStem.ts';
import { exportPromela, type PromelaForm } from './promela.ts';
import { scriptName, spinCommands, type SpinFiles } from './spinCommands.ts';

export type PromelaFiles =
  /** By file name; the model itself comes first. */
  | { readonly ok: true; readonly files: ReadonlyMap<string, string> }
  | { readonly ok: false; readonly reason: string };

export function promelaFiles(program: Program, config: Config, form: PromelaForm): PromelaFiles {
  const model = buildModel(program, config);
  const one = exportPromela(model, form);
  if (!one.ok) return one;
  const stem = fileStem(program, config, form);
  const names = { form, model: `${stem}.pml`, multicore: `${stem}.pml` };
  // The natural form has no hidden variables, so one text serves for any number of cores.
  if (form === 'natural') return { ok: true, files: withScript(names, [[names.model, one.text]]) };
  const several = exportPromela(model, form, 'several');
  if (!several.ok) return several;
  const both = { ...names, multicore: `${stem}-cores.pml` };
  const texts = [
    [both.model, one.text],
    [both.multicore, several.text],
  ] as const;
  return { ok: true, files: withScript(both, texts) };
}

function withScript(names: SpinFiles, texts: readonly (readonly [string, string])[]) {
  return new Map([...texts, [scriptName(names.model), spinCommands(names)] as const]);
}
