// What a scenario is about when nobody chooses: the break that the page plays and the landing page pictures.

import type { Program } from '../../lang/program/program.ts';
import type { Finding } from '../verdict/report.ts';

/** The first violated property that the `expect` lines speak of, else any violated one; null where none is. */
export function brokenSubject(program: Program, findings: readonly Finding[]): Finding | null {
  const violated = findings.filter(({ verdict }) => verdict === 'violated');
  const subjects = expectedProperties(program);
  const subject = subjects.find((name) => violated.some(({ property }) => property === name));
  return violated.find(({ property }) => property === subject) ?? violated[0] ?? null;
}

/** In the order of the `expect` lines. */
export function expectedProperties({ expectations }: Program): readonly string[] {
  return expectations.flatMap(({ properties }) => properties);
}
