// A line of what the sheets say, and what the search says to it.

import { assert } from '../../base/assert.ts';
import type { Config } from '../../lang/program/configurations.ts';
import type { Program } from '../../lang/program/program.ts';
import { programs, reportOf } from './catalogueReports.testing.ts';
import { formatLink } from '../link/link.ts';
import { findConfiguration, linkConfiguration } from '../link/linkedConfiguration.ts';
import type { Report, Verdict } from '../verdict/report.ts';

/** A verdict that a sheet's words mean for one of our properties. */
interface Asked {
  readonly property: string;
  readonly verdict: Verdict;
}

/** A configuration of ours, and its address on the page. */
interface Place {
  readonly program: Program;
  readonly config: Config;
  readonly hash: string;
}

export interface SheetRow {
  readonly section: string;
  readonly variant: string;
  readonly says: string;
  /** Empty where nothing of ours models it. */
  readonly places: readonly Place[];
  /** Null: every property holds. */
  readonly asked: readonly Asked[] | null;
  readonly note: string;
}

export interface Answer {
  readonly property: string;
  readonly verdict: Verdict | 'depends';
  readonly agrees: boolean;
}

const NONE = '–';

export function readRow(line: string): SheetRow {
  const cells = line.split('|').map((cell) => cell.trim());
  assert(cells.length === 6, `six cells: ${line}`);
  const [section = '', variant = '', says = '', where = '', means = '', note = ''] = cells;
  return { section, variant, says, places: readPlaces(where), asked: readAsked(means), note };
}

function readPlaces(where: string): Place[] {
  if (where === NONE) return [];
  const [name] = where.split(' ');
  const program = programs.find((one) => one.name === name);
  assert(program !== undefined, `a scenario ${name}`);
  const rest = where.slice(program.name.length).trim();
  return (rest === '' ? ['[]'] : rest.split(' / ')).map((text) => readPlace(program, text.trim()));
}

function readPlace(program: Program, text: string): Place {
  const form = /^\[([^\]]*)\]\s*(.*)$/.exec(text);
  assert(form !== null, `[kernel] options: ${text}`);
  const kernel = form[1] === '' ? null : (form[1] ?? null);
  const options = Object.fromEntries((form[2] ?? '').split(' ').filter(Boolean).map(readOption));
  const { configuration, problems } = findConfiguration(program, { kernel, options });
  assert(problems.length === 0, `${program.name} ${text}: ${problems.join('; ')}`);
  const linked = linkConfiguration(program, configuration);
  const hash = formatLink({ scenario: program.name, configuration: linked, run: null });
  return { program, config: configuration.config, hash };
}

/** `page=cached`, `to_last`, `!to_last`. */
function readOption(word: string): [string, boolean | string] {
  const [name = '', value] = word.split('=');
  if (value !== undefined) return [name, value];
  return name.startsWith('!') ? [name.slice(1), false] : [name, true];
}

function readAsked(means: string): Asked[] | null {
  if (means === '*') return null;
  if (means === NONE) return [];
  return means.split(' ').map((word) => ({
    property: word.replace(/!$/, ''),
    verdict: word.endsWith('!') ? 'violated' : 'holds',
  }));
}

/** What the search says to what is asked; several configurations have to say the same. */
export function answersTo({ places, asked }: SheetRow): Answer[] {
  if (places.length === 0) return [];
  const reports = places.map(({ program, config }) => reportOf(program, config));
  if (asked === null) {
    const broken = reports.flatMap(({ findings }) => findings.filter((one) => one.verdict !== 'holds')); // prettier-ignore
    const names = [...new Set(broken.map(({ property }) => property))];
    if (names.length === 0) return [{ property: 'all', verdict: 'holds', agrees: true }];
    return names.map((name) => answer(reports, { property: name, verdict: 'holds' }));
  }
  return asked.map((one) => answer(reports, one));
}

function answer(reports: readonly Report[], { property, verdict }: Asked): Answer {
  const found = reports.map(({ scenario, findings }) => {
    const finding = findings.find((one) => one.property === property);
    assert(finding !== undefined, `${scenario} has ${property}`);
    return finding.verdict;
  });
  const [first] = found;
  assert(first !== undefined, 'a configuration');
  const reported = found.every((one) => one === first) ? first : 'depends';
  return { property, verdict: reported, agrees: reported === verdict };
}
