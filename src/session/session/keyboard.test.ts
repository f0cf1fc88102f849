import { pressKey } from './commands.ts';
import { toySession } from './toySession.testing.ts';
import { describe, expect, it } from 'vitest';
import {
  ariaKeys,
  chordOf,
  claimsOf,
  commandOf,
  type Claim,
  type Focused,
  type KeyPress,
} from './keyboard.ts';

const commands = [
  { id: 'next', keys: ['ArrowRight'], repeats: true },
  { id: 'start', keys: ['Home'], repeats: false },
  { id: 'play', keys: ['Space'], repeats: false },
  { id: 'undo', keys: ['u', 'Mod+z'], repeats: false },
  { id: 'redo', keys: ['Mod+Shift+z'], repeats: false },
  { id: 'help', keys: ['?'], repeats: false },
];

/** `Control+z`, `Shift+?`, `repeat+ArrowRight`, ` `. */
function press(text: string): KeyPress {
  const parts = text.split('+');
  return {
    key: parts.at(-1) ?? '',
    ctrlKey: parts.includes('Control'),
    metaKey: parts.includes('Meta'),
    altKey: parts.includes('Alt'),
    shiftKey: parts.includes('Shift'),
    repeat: parts.includes('repeat'),
  };
}

/** `div[role=slider] > span`, the focused one last. */
function focused(path: string): Focused | null {
  return path.split(' > ').reduce<Focused | null>((parentElement, text) => {
    const [, tag = '', name = '', value = ''] = /^(\w+)(?:\[(\w+)=?(\w*)\])?$/.exec(text) ?? [];
    return {
      tagName: tag.toUpperCase(),
      isContentEditable: name === 'contenteditable',
      parentElement,
      getAttribute: (asked) => (asked === name ? value : null),
    };
  }, null);
}

describe('a key press', () => {
  it.each<[string, Claim[], string | null]>([
    ['ArrowRight', [], 'next'],
    ['repeat+ArrowRight', [], 'next'],
    ['ArrowRight', ['arrows'], null],
    ['ArrowRight', ['presses'], 'next'],
    ['Home', ['arrows'], null],
    [' ', [], 'play'],
    ['repeat+ ', [], null],
    [' ', ['presses'], null],
    [' ', ['arrows'], 'play'],
    ['u', [], 'undo'],
    ['u', ['everything'], null],
    ['Control+z', [], 'undo'],
    ['Meta+z', [], 'undo'],
    ['Control+z', ['everything'], null],
    ['Control+Shift+Z', [], 'redo'],
    ['Control+ArrowRight', [], null],
    ['Alt+ArrowRight', [], null],
    ['Shift+?', [], 'help'],
    ['x', [], null],
  ])('%s where %j is claimed means %s', (text, claims, id) => {
    expect(commandOf(press(text), new Set(claims), commands, true)?.id ?? null).toBe(id);
  });

  it.each([
    ['u', null],
    ['?', null],
    [' ', 'play'],
    ['Control+z', 'undo'],
    ['ArrowRight', 'next'],
  ])('%s without character keys means %s', (text, id) => {
    expect(commandOf(press(text), new Set(), commands, false)?.id ?? null).toBe(id);
  });

  it('is spelt as the table spells it', () => {
    expect(
      ['Shift+Z', 'Meta+Shift+Z', ' ', 'Control+Home'].map((text) => chordOf(press(text))),
    ).toEqual(['Z', 'Mod+Shift+z', 'Space', 'Mod+Home']);
  });
});

describe('the focus', () => {
  it.each<[string, Claim[]]>([
    ['body', []],
    ['body > button', ['presses']],
    ['body > button > svg', ['presses']],
    ['body > input', ['everything']],
    ['body > input[type=search]', ['everything']],
    ['body > input[type=range]', ['arrows']],
    ['body > input[type=checkbox]', ['presses']],
    ['body > textarea', ['everything']],
    ['body > div[contenteditable] > span', ['everything']],
    ['body > svg[role=slider]', ['arrows']],
    ['body > div[role=tablist] > button', ['arrows', 'presses']],
    ['body > dialog > button', ['everything', 'presses']],
    ['body > div[role=menu] > div', ['everything']],
  ])('on %s claims %j', (path, claims) => {
    expect([...claimsOf(focused(path))].toSorted()).toEqual(claims);
  });

  it('on nothing claims nothing', () => {
    expect([...claimsOf(null)]).toEqual([]);
  });
});

it('the key that opens the list of keys closes it, wherever the focus is', () => {
  const { session, state } = toySession('');
  const help = () =>
    pressKey(session, press('Shift+?'), claimsOf(focused('body > div[role=dialog]')));
  session.toggleHelp();
  expect([help(), state().help]).toEqual([true, false]);
  session.toggleHelp();
  session.setPanels({ characterKeys: false });
  expect([help(), state().help]).toEqual([false, true]);
});

it('a button tells its keys to assistive software', () => {
  expect(ariaKeys({ keys: ['u', 'Mod+z'], repeats: false })).toBe('u Control+z');
});
