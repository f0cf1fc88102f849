// Exports of the page: the run as in a commit message, the configuration as a model for SPIN.

import { assert } from '../../base/assert.ts';
import { briefOf, type Explanation } from '../../check/explain/explanation.ts';
import { configurationTitle } from '../../check/link/configurationWords.ts';
import { linkConfiguration } from '../../check/link/linkedConfiguration.ts';
import { briefColumns, columns } from '../../export/columns.ts';
import type { PromelaForm } from '../../export/promela.ts';
import { promelaFiles } from '../../export/promelaFiles.ts';
import type { SessionState } from './store.ts';

export interface ExportedFile {
  readonly name: string;
  readonly text: string;
}

export type Exported =
  | { readonly ok: true; readonly file: ExportedFile }
  /** One sentence: why the program cannot be written in this form. */
  | { readonly ok: false; readonly reason: string };

/**
 * The run up to where the page stands in it. `explanation`: that of the run on the stage; where the page stands at its
 * breach or behind, only the steps that decide are told.
 */
export function exportRun(
  { scenario, model, playback, program, configuration }: SessionState,
  explanation: Explanation | null = null,
): string {
  const moments = playback.run.moments.slice(0, playback.cursor + 1);
  const whole = moments.length === playback.run.moments.length;
  const run = { ...playback.run, moments, stopped: whole ? playback.run.stopped : null };
  if (explanation !== null && whole) return briefColumns(model, run, briefOf(explanation));
  const title = configurationTitle(linkConfiguration(program, configuration));
  return columns(model, run, `${scenario}, ${title}`);
}

/** The model alone: `npm run export` also writes scripts for several cores. */
export function exportModel({ program, configuration }: SessionState, form: PromelaForm): Exported {
  const exported = promelaFiles(program, configuration.config, form);
  if (!exported.ok) return exported;
  const [first] = exported.files;
  assert(first !== undefined, 'an export has a model');
  return { ok: true, file: { name: first[0], text: first[1] } };
}
