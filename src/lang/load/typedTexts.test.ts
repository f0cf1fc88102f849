// What people type who know C, other checkers or half of the guide, and what the messages are: fixtures/typed/typed.race
// holds the texts, fixtures/typed/typed.txt what is reported about them.

import { expect, test } from 'vitest';
import { renderDiagnostic } from '../syntax/diagnostic.ts';
import { library } from '../syntax/raceFiles.testing.ts';
import { loadProgram } from './loadProgram.ts';

const [typed = ''] = Object.values(
  import.meta.glob<string>('../fixtures/typed/*.race', {
    query: '?raw',
    import: 'default',
    eager: true,
  }),
);

/** `//// what is typed`, then the text. */
const cases = typed
  .split(/^\/\/\/\/ /m)
  .slice(1)
  .map((part) => {
    const [what = '', ...lines] = part.split('\n');
    return [what, lines.join('\n')] as const;
  });

test.each(cases)('%s: something is reported, and nothing twice', (_, text) => {
  const { diagnostics } = loadProgram('text', text, library);
  const messages = diagnostics.map(({ message }) => message);
  expect(messages.length).toBeGreaterThan(0);
  expect(new Set(messages).size).toBe(messages.length);
});

test('each text gets its message and its mend', async () => {
  const reports = cases.map(([what, text]) => {
    const { diagnostics, texts } = loadProgram('text', text, library);
    const lines = diagnostics.map((d) => renderDiagnostic(d, texts.get(d.at.file) ?? ''));
    return `${what}\n${lines.join('\n')}\n`;
  });
  await expect(reports.join('\n')).toMatchFileSnapshot('../fixtures/typed/typed.txt');
});
