// docs/SEMANTICS.md: every rule names tests, and each of them exists.

import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface Rule {
  readonly name: string;
  readonly tests: readonly { readonly file: string; readonly title: string }[];
}

/** A rule begins with its name in bold, `**S1.**`; its tests are the list behind it. */
function rulesOf(text: string): Rule[] {
  return text
    .split(/^(?=\*\*[A-Z]\d+\.\*\*)/m)
    .filter((part) => part.startsWith('**'))
    .map((part) => ({
      name: /^\*\*(\w+)/.exec(part)?.[1] ?? '',
      tests: [...part.matchAll(/^- `([^`]+)`: "(.+)"$/gm)].map(([, file = '', title = '']) => ({
        file,
        title,
      })),
    }));
}

/** Whether a file has a test, or a row of a table of tests, with that title. */
function hasTest(file: string, title: string): boolean {
  if (!existsSync(file)) return false;
  const text = readFileSync(file, 'utf8');
  return ["'", '`', '"'].some((quote) => text.includes(`${quote}${title}${quote}`));
}

const rules = rulesOf(readFileSync('docs/SEMANTICS.md', 'utf8'));

describe('the rules of the semantics', () => {
  it('have names of their own', () => {
    const names = rules.map(({ name }) => name);
    expect(names.length).toBeGreaterThan(40);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(rules.map((rule) => [rule.name, rule] as const))(
    '%s names tests that exist',
    (_, { tests }) => {
      expect(tests.length).toBeGreaterThan(0);
      expect(tests.filter(({ file, title }) => !hasTest(file, title))).toEqual([]);
    },
  );

  it('a title that does not exist is found', () => {
    const [rule] = rulesOf('**Z1.** A rule.\n\n- `src/tidy.test.ts`: "no such title"\n');
    expect(rule?.tests.map(({ file, title }) => hasTest(file, title))).toEqual([false]);
  });
});
