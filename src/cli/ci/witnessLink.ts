// The address at which the page shows a witness.

import { scenarioNames } from '../../check/catalogue/catalogue.ts';
import {
  formatLink,
  type LinkedConfiguration,
  maxLinkLength,
  scheduleLength,
} from '../../check/link/link.ts';
import { runSchedule } from '../../check/link/runSchedule.ts';
import { packText } from '../../check/link/textLink.ts';
import type { Config } from '../../check/verdict/report.ts';
import type { Source } from '../openSource.ts';

/** Where `npm start` brings up the page. */
export const DEFAULT_BASE = 'http://localhost:5173/';

/** The hash of a link to the end of a witness; null where the text is too long for a link. */
export function witnessHash(
  { name, program }: Source,
  configuration: LinkedConfiguration,
  config: Config,
  schedule: string,
): string | null {
  const run = runSchedule(program, config, schedule);
  const fingerprint = run.ok ? run.model.fingerprint : null;
  const at = scheduleLength(schedule);
  const linked = schedule === '' ? null : { schedule, at, fingerprint };
  if (scenarioNames.includes(name))
    return formatLink({ scenario: name, configuration, run: linked });
  const text = program.files.at(-1)?.text ?? '';
  const hash = formatLink({ scenario: fileName(name), configuration, run: linked }, packText(text));
  return hash.length > maxLinkLength ? null : hash;
}

function fileName(path: string): string {
  const name = path.split(/[\\/]/).at(-1) ?? path;
  return name.endsWith('.race') ? name : `${name}.race`;
}
