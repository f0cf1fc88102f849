// What the landing page's search looks into beside a scenario's title: its own text, with story, sources and code, and
// the names of functions and the commits of the library files that it uses.

import { indexedUses } from '../../check/catalogue/scenarioUses.ts';
import type { LibraryTexts } from '../../check/source/fetchedTexts.ts';
import type { DeepTexts } from './landing.ts';

/** Of all scenarios that have been fetched. */
export function searchTexts({ scenarios, kernel }: LibraryTexts): DeepTexts {
  const names = new Map([...kernel].map(([file, text]) => [file, namesIn(text)]));
  return new Map(
    [...scenarios].map(([file, text]) => {
      const name = file.replace(/\.race$/, '');
      const used = (indexedUses.get(name) ?? []).map((one) => names.get(one) ?? '');
      return [name, [joined(text), ...used].join(' ').toLowerCase()];
    }),
  );
}

/** A story is written in several strings, one after the other. */
function joined(text: string): string {
  return text.replaceAll(/"\s*\n\s*"/g, '');
}

/** Functions as they are called, abbreviated commit ids, and CVE numbers. */
function namesIn(text: string): string {
  return [...new Set(text.match(/\b\w+(?=\()|\b[0-9a-f]{12}\b|\bCVE-\d+-\d+/g))].join(' ');
}
