// docs/MECHANISMS.md names every mechanism of the five messages: what it names exists, and what exists is named.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CHAPTERS } from '../../scenarios/chapters.ts';
import { scenarioNames } from './catalogue.ts';

interface Mechanism {
  readonly number: number;
  readonly scenarios: readonly string[];
}

const [, ...sections] = readFileSync('docs/MECHANISMS.md', 'utf8').split(/^## /m);

const parts = sections.map((section) => {
  const [title = '', ...lines] = section.split('\n');
  return { title, mechanisms: lines.flatMap(readLine) };
});

/** `12. What it is: [`#/scenario`](../src/scenarios/scenario.race).`, or nothing. */
function readLine(line: string): Mechanism[] {
  const numbered = /^(\d+)\. .+: (\[.*\)\.)$/.exec(line);
  if (numbered === null) return [];
  const links = [...(numbered[2] ?? '').matchAll(/\[`#\/([\w-]+)`\]\(\.\.\/src\/scenarios\/\1\.race\)/g)]; // prettier-ignore
  return [{ number: Number(numbered[1]), scenarios: links.map(([, name]) => name ?? '') }];
}

const mechanisms = parts.flatMap((part) => part.mechanisms);

describe('the mechanisms', () => {
  it('are numbered without a gap, and every numbered line is one', () => {
    expect(mechanisms.map(({ number }) => number)).toEqual(mechanisms.map((_, i) => i + 1));
    const numbered = sections.join('\n').match(/^\d+\. /gm) ?? [];
    expect(mechanisms).toHaveLength(numbered.length);
  });

  it('have each a scenario that exists, and every scenario has one of them', () => {
    expect(mechanisms.filter(({ scenarios }) => scenarios.length === 0)).toEqual([]);
    const named = new Set(mechanisms.flatMap(({ scenarios }) => scenarios));
    expect([...named].toSorted()).toEqual([...scenarioNames]);
  });

  it('stand under the messages of the chapters, in their order, and under what came of them', () => {
    const messages = CHAPTERS.flatMap(({ message }) => (message === null ? [] : [message.date]));
    expect(messages).toHaveLength(5);
    expect(parts.map(({ title }) => title.split(',')[0])).toEqual([
      ...messages,
      'What came of it: today',
      'The TLB',
    ]);
  });

  it.each(parts.map((part) => [part.title, part.mechanisms] as const))(
    'are several of: %s',
    (_, own) => {
      expect(own.length).toBeGreaterThanOrEqual(4);
    },
  );
});
