// What the export of a configuration consists of: the model, the same for several cores, and how SPIN is asked.

import type { Config } from '../lang/program/configurations.ts';
import type { Program } from '../lang/program/program.ts';
import { buildModel } from '../model/build/model.ts';
import { exportPromela, type PromelaForm } from './promela.ts';
import { scriptName, spinCommands } from './spinCommands.ts';

export type PromelaFiles =
  /** By file name; the model itself comes first. */
  | { readonly ok: true; readonly files: ReadonlyMap<string, string> }
  | { readonly ok: false; readonly reason: string };

export function promelaFiles(program: Program, config: Config, form: PromelaForm): PromelaFiles {
  const model = buildModel(program, config);
  const one = exportPromela(model, form);
  const several = exportPromela(model, form, 'several');
  if (!one.ok) return one;
  if (!several.ok) return several;
  const [file = ''] = program.name.split('/').slice(-1);
  const stem = file.replace(/\.race$/, '').replace(/[^\w.-]+/g, '_');
  const names = { form, model: `${stem}.pml`, multicore: `${stem}-cores.pml` };
  const files = new Map([
    [names.model, one.text],
    [names.multicore, several.text],
    [scriptName(names.model), spinCommands(names)],
  ]);
  return { ok: true, files };
}
