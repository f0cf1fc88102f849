// What a person reads of a text that does not load.
import { describe, expect, it } from 'vitest';
import { loadMessages } from './loadMessages.ts';
import { loadText } from './loadScenario.ts';

describe('loadMessages', () => {
  it('say where, show the line with a caret, and how to mend it', () => {
    const [message] = loadMessages(
      loadText('a.race', "int 0..3 number;\ntask one 'a' { number = nunber; }\n"),
    );
    const [head, line, caret, mend] = message?.split('\n') ?? [];
    expect(head).toMatch(/^a\.race:2:25: error RC\d{3}: /);
    expect(line).toBe("    task one 'a' { number = nunber; }");
    expect(caret).toBe(`    ${' '.repeat(24)}^^^^^^`);
    expect(mend).toContain('number');
  });

  it('name a file that could not be read, without a line', () => {
    const at = { file: 'b.race', from: 0, to: 0 };
    const diagnostic = {
      code: 'RC601',
      severity: 'error',
      at,
      message: 'no text',
      mend: null,
    } as const;
    expect(loadMessages({ diagnostics: [diagnostic], texts: new Map() })).toEqual([
      'b.race: error RC601: no text',
    ]);
  });
});
