// The verdicts beside the lines that state or expect a property.

import type { Finding } from '../../check/verdict/report.ts';
import type { Expectation, Property } from '../../lang/program/program.ts';
import { remember } from './remember.ts';
import { selectReport, selectWorld } from './select.ts';
import type { SessionState } from './store.ts';

/** A line of the program and the findings for the properties in it. */
export interface VerdictMark {
  readonly file: string;
  /** An offset in the line. */
  readonly at: number;
  /** In an `expect` line, the mark shows whether the expectation is met. */
  readonly expects: boolean;
  readonly findings: readonly Finding[];
}

/** Null while the configuration on the stage has no report. */
export const selectVerdictMarks: (state: SessionState) => readonly VerdictMark[] | null = remember(
  (state) => [state.program, selectReport(state)],
  (state) => {
    const report = selectReport(state);
    if (report === null) return null;
    const { properties, expectations } = state.program;
    const found = (names: readonly string[]): Finding[] =>
      report.findings.filter(({ property }) => names.includes(property));
    return [
      ...properties.map((one) => propertyMark(one, found([one.name]))),
      ...expectations.flatMap((one) => expectationMark(one, found(one.properties))),
    ].filter(({ findings }) => findings.length > 0);
  },
);

function propertyMark({ at }: Property, findings: readonly Finding[]): VerdictMark {
  return { file: at.file, at: at.from, expects: false, findings };
}

function expectationMark({ clauses }: Expectation, findings: readonly Finding[]): VerdictMark[] {
  const [first] = clauses;
  if (first === undefined) return [];
  return [{ file: first.at.file, at: first.at.from, expects: true, findings }];
}

/** A statement that a task does next. */
export interface NextLine {
  readonly file: string;
  readonly at: number;
  readonly task: number;
}

export const selectNextLines: (state: SessionState) => readonly NextLine[] = remember(
  (state) => [selectWorld(state)],
  (state) =>
    selectWorld(state).tasks.flatMap(({ next }, task) =>
      next === null ? [] : [{ file: next.file, at: next.from, task }],
    ),
);
