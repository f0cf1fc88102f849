// The results of a check as JUnit XML: a suite a file, a case for each expected verdict.

import type { CheckedProperty } from './checkedProperty.ts';

/** `unreadable`: files with errors, each an error of its own. Ends with a newline. */
export function junitText(
  checked: readonly CheckedProperty[],
  unreadable: readonly string[],
): string {
  const files = [...new Set(checked.map(({ file }) => file))];
  const suites = files.map((file) =>
    suite(
      file,
      checked.filter((one) => one.file === file),
    ),
  );
  const errors = unreadable.map(
    (file) =>
      `<testsuite name="${escaped(file)}" tests="1" failures="0" errors="1" skipped="0"><testcase classname="${escaped(file)}" name="can be read"><error message="the file has errors, or cannot be read"/></testcase></testsuite>`,
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    ...suites,
    ...errors,
    '</testsuites>',
    '',
  ].join('\n');
}

function suite(file: string, cases: readonly CheckedProperty[]): string {
  const count = (outcome: CheckedProperty['outcome']): number =>
    cases.filter((one) => one.outcome === outcome).length;
  const numbers = `tests="${cases.length}" failures="${count('failed')}" errors="0" skipped="${count('undecided')}"`;
  const lines = cases.map((one) => `  ${testCase(one)}`);
  return [`<testsuite name="${escaped(file)}" ${numbers}>`, ...lines, '</testsuite>'].join('\n');
}

function testCase({
  file,
  line,
  configuration,
  property,
  outcome,
  message,
  seconds,
}: CheckedProperty): string {
  const name = `${property}, ${configuration}`;
  const head = `<testcase classname="${escaped(file)}" name="${escaped(name)}" file="${escaped(file)}" line="${line}" time="${seconds.toFixed(3)}"`;
  if (outcome === 'passed') return `${head}/>`;
  if (outcome === 'undecided') return `${head}><skipped message="${escaped(message)}"/></testcase>`;
  const [first = ''] = message.split('\n');
  return `${head}><failure message="${escaped(first)}">${escaped(message)}</failure></testcase>`;
}

/** XML has no way to write most control characters. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '?')
    .replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
