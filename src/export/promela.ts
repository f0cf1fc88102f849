// A model as Promela, in one of two forms.

import type { Model } from '../model/build/model.ts';
import { NaturalForm } from './natural/naturalForm.ts';
import { PromelaModel } from './promelaModel.ts';
import { NotExportable } from './notExportable.ts';

/**
 * `exact`: SPIN's distinct states are the machine's, one for one; for `spin -a -o1 -o2 -o3 -DPROP=n`. A limit
 * of the model is a step back to its own state, so a search that meets one is not complete.
 * `natural`: a proctype a task, with local variables and labels, like Promela that is written by hand; the verdicts
 * are the same, the states are not.
 */
export type PromelaForm = 'exact' | 'natural';

export type PromelaExport =
  | { readonly ok: true; readonly text: string }
  /** Why this program cannot be written in this form. */
  | { readonly ok: false; readonly reason: string };

/**
 * PROP is a property's number in the list at the text's top; 0 checks none. `cores`: for SPIN on several cores,
 * which has no hidden variables.
 */
export function exportPromela(
  model: Model,
  form: PromelaForm = 'exact',
  cores: 'one' | 'several' = 'one',
): PromelaExport {
  if (model.startFault !== null) return { ok: false, reason: model.startFault };
  try {
    if (form === 'natural') return { ok: true, text: new NaturalForm(model.program, model.config).text() }; // prettier-ignore
    return { ok: true, text: new PromelaModel(model, cores === 'one').text() };
  } catch (error) {
    if (error instanceof NotExportable) return { ok: false, reason: error.message };
    throw error;
  }
}
