import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawn } from '../base/drawn.testing.ts';
import { parseTalk } from './parseTalk.ts';
import { paragraphText } from './talk.ts';

const WHOLE = `# Hole punch: thirteen years to a lock
length: 10 min

## Nothing tells the fault about the hole
[stage](#/hole-punch/2.6.23/f6p5@6 "focus: F, fault; show: world code")
\`i_size\` stays as it is: there is *nothing* to look at.

> Notes: ask the hall who would lock here,
> and what.

## Which task can move?
[vote](https://example.org/page/#/hole-punch/2.6.23/f6p5@6 "ask: who can move")

- fault and punch
- nobody

## Two kernels
[compare](#/hole-punch/2.6.23/f6@6) [with](#/hole-punch/5.15/f6@6)

## The time
[time](#/munmap)

## Words alone

- one
- two
`;

describe('a talk', () => {
  it('has a title, a length and beats', () => {
    const { talk, diagnostics } = parseTalk(WHOLE);
    expect(diagnostics).toEqual([]);
    expect(talk.title).toBe('Hole punch: thirteen years to a lock');
    expect(talk.minutes).toBe(10);
    expect(talk.beats.map(({ title, line }) => [title, line])).toEqual([
      ['Nothing tells the fault about the hole', 4],
      ['Which task can move?', 11],
      ['Two kernels', 17],
      ['The time', 20],
      ['Words alone', 23],
    ]);
  });

  it('shows each kind of scene', () => {
    expect(parseTalk(WHOLE).talk.beats.map(({ scene }) => scene)).toEqual([
      {
        kind: 'stage',
        hash: '#/hole-punch/2.6.23/f6p5@6',
        focus: ['F', 'fault'],
        show: ['world', 'code'],
      },
      {
        kind: 'vote',
        hash: '#/hole-punch/2.6.23/f6p5@6',
        focus: [],
        question: { kind: 'who can move' },
        options: ['fault and punch', 'nobody'],
      },
      { kind: 'compare', left: '#/hole-punch/2.6.23/f6@6', right: '#/hole-punch/5.15/f6@6' },
      { kind: 'picture', hash: '#/munmap' },
      { kind: 'text' },
    ]);
  });

  it('tells the audience’s text from the speaker’s notes', () => {
    const [first, , , , last] = parseTalk(WHOLE).talk.beats;
    expect(first?.text).toEqual([
      [
        { kind: 'code', text: 'i_size' },
        { kind: 'text', text: ' stays as it is: there is ' },
        { kind: 'emphasis', text: 'nothing' },
        { kind: 'text', text: ' to look at.' },
      ],
    ]);
    expect(first?.notes.map(paragraphText)).toEqual([
      'ask the hall who would lock here, and what.',
    ]);
    expect(last?.text.map(paragraphText)).toEqual(['• one', '• two']);
  });
});

describe('a mistake has a line and a mend', () => {
  const beat = (body: string): string => `# T\n\n## B\n${body}\n`;
  it.each([
    ['', 1, 'the talk has no title'],
    ['# T\n', 1, 'the talk has no beats'],
    ['# T\nlength: soon\n\n## B\n', 2, '“length: soon” is no length'],
    ['# T\nlength: 0 min\n\n## B\n', 2, '“length: 0 min” is no length'],
    [beat('[stage](#hole-punch)'), 4, 'the link names no scenario'],
    [beat('[stage](#/hole-punch/2.6.23/f6@x)'), 4, 'this link is damaged at character 24'],
    [beat('[stgae](#/hole-punch)'), 4, '“stgae” shows nothing'],
    [beat('[stage](#/a "focsu: F")'), 4, 'a link has no attribute “focsu”'],
    [beat('[stage](#/a "show: word")'), 4, 'there is no part “word” to show'],
    [beat('[vote](#/a)'), 4, 'the vote asks nothing'],
    [beat('[vote](#/a "ask: why")'), 4, 'nobody can grade the question “why”'],
    [beat('[vote](#/a "ask: who can move")\n\n- one'), 3, 'a vote has two to four options'],
    [beat('[compare](#/a)'), 4, 'the comparison has one side'],
    [beat('[stage](#/a)\n\n[stage](#/b)'), 6, 'a beat shows one scene'],
    [beat('```c\nx\n```'), 4, 'a beat shows no code'],
  ])('%j', (text, line, message) => {
    const [first] = parseTalk(text).diagnostics;
    expect(first?.line).toBe(line);
    expect(first?.message).toContain(message);
    expect(first?.mend).not.toBe('');
  });

  it('leaves the other beats as they are', () => {
    const { talk } = parseTalk(`${WHOLE}\n## Broken\n[stage](#/a/b/1)\n`);
    expect(talk.beats).toHaveLength(6);
    expect(talk.beats[5]?.scene).toEqual({ kind: 'text' });
  });
});

it('reads any text without throwing', () => {
  const line = fc.constantFrom(
    '# T',
    '## B',
    '[stage](#/a "',
    '> n',
    '- o',
    '[vote](#/a "ask: x")',
    '',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(line, fc.string())), (lines) => {
      const { talk, diagnostics } = parseTalk(lines.join('\n'));
      expect(talk.title).not.toBe('');
      expect(diagnostics.every((one) => one.line > 0)).toBe(true);
    }),
    drawn(100),
  );
});
