// What the verdicts `holds` of a configuration depend on, printed under its line of the table.

import type { Report } from '../check/verdict/report.ts';

/** Properties that rest on the same functions share a line. */
export function restsTexts({ findings }: Report): string[] {
  const byLine = new Map<string, string[]>();
  for (const { property, rests } of findings)
    if (rests !== null) byLine.set(rests.line, [...(byLine.get(rests.line) ?? []), property]);
  return [...byLine].map(
    ([line, properties]) => `      ${properties.join(', ')}: holds · depends on ${line}`,
  );
}
