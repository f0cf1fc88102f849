import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawn } from '../../base/drawn.testing.ts';
import { formatLink, maxLinkLength, maxLinkSteps, parseLink, scheduleLength } from './link.ts';
import type { Link, LinkedConfiguration, LinkedRun, LinkPart } from './link.ts';
import * as codec from './textLink.ts';

const run = (schedule: string, at: number, fingerprint: string | null = 'k3f9'): LinkedRun => ({
  schedule,
  at,
  fingerprint,
});
const at = (kernel: string | null, options = {}): LinkedConfiguration => ({ kernel, options });

const readable: [string, Link][] = [
  [
    '#/hole-punch/2.6.23!5.15,page=cached/f3@2~k3f9',
    {
      scenario: 'hole-punch',
      configuration: at('2.6.23'),
      run: run('f3', 2),
      beside: at('5.15', { page: 'cached' }),
    },
  ],
  [
    '#/a/odd%21name!default',
    { scenario: 'a', configuration: at('odd!name'), run: null, beside: at(null) },
  ],
  ['#/hole-punch', { scenario: 'hole-punch', configuration: null, run: null }],
  ['#/hole-punch/2.6.23', { scenario: 'hole-punch', configuration: at('2.6.23'), run: null }],
  ['#/hole-punch/ext4+4.5', { scenario: 'hole-punch', configuration: at('ext4 4.5'), run: null }],
  ['#/hole-punch/default', { scenario: 'hole-punch', configuration: at(null), run: null }],
  ['#/hole-punch/%64efault', { scenario: 'hole-punch', configuration: at('default'), run: null }],
  [
    '#/hole-punch/2.6.23,page=cached/f3p5w2@7~k3f9',
    {
      scenario: 'hole-punch',
      configuration: at('2.6.23', { page: 'cached' }),
      run: run('f3p5w2', 7),
    },
  ],
  [
    '#/hole-punch/evict_again=on,fault_locks_page=off/f3c.m2p@0~0000',
    {
      scenario: 'hole-punch',
      configuration: at(null, { evict_again: true, fault_locks_page: false }),
      run: run('f3c.m2p', 0, '0000'),
    },
  ],
];

const broken: [string, LinkPart, number, string][] = [
  ['hole-punch', 'link', 0, 'does not begin'],
  ['#hole-punch', 'link', 1, 'does not begin'],
  ['#v1.abcdef', 'link', 1, 'does not begin'],
  ['#//2.6.23', 'scenario', 2, 'is missing'],
  ['#/a%zz', 'scenario', 2, '“%”'],
  ['#/a/%e0%a4', 'kernel', 4, '“%”'],
  ['#/a//f3@1~abcd', 'kernel', 4, 'is missing'],
  ['#/a/2.6.23,page', 'option', 11, 'has no value'],
  ['#/a/page=x=y', 'option', 4, 'two values'],
  ['#/a/page=', 'option', 9, 'is missing'],
  ['#/a/page=x,page=y', 'option', 11, 'twice'],
  ['#/a/k!l!m', 'kernel', 8, 'is the third'],
  ['#/a/k!', 'kernel', 6, 'is missing'],
  ['#/a/k/', 'schedule', 6, 'is missing'],
  ['#/a/k/@3~abcd', 'schedule', 6, 'is missing'],
  ['#/a/k/f3P2@3~abcd', 'schedule', 8, 'does not go on'],
  ['#/a/k/3f@3~abcd', 'schedule', 6, 'does not go on'],
  ['#/a/k/f.@1~abcd', 'schedule', 7, 'does not go on'],
  ['#/a/k/f0@0~abcd', 'schedule', 7, 'does not go on'],
  ['#/a/k/f99999999@1~abcd', 'schedule', 6, '99999999 steps, and the limit is 1000'],
  ['#/a/k/f999p2@1~abcd', 'schedule', 6, '1001 steps'],
  ['#/a/k/f3@~abcd', 'position', 9, 'is not a number'],
  ['#/a/k/f3@-1~abcd', 'position', 9, 'is not a number'],
  ['#/a/k/f3@4~abcd', 'position', 9, 'beyond the 3 steps'],
  ['#/a/k/f3@1@2~abcd', 'position', 11, 'after another'],
  ['#/a/k/f3@1~ab', 'fingerprint', 11, 'cut short'],
  ['#/a/k/f3@1~ab!d', 'fingerprint', 11, 'letters and digits'],
  ['#/a/k/f3@1~abcd~efgh', 'fingerprint', 16, 'after another'],
  ['#/a/k/f3@1~abcd/x', 'link', 16, 'goes on'],
];

const name = fc.string({ minLength: 1, maxLength: 12, unit: 'binary' });
const option = fc.tuple(name, fc.oneof(fc.boolean(), name));
/** A label ends where a number begins. */
const step = fc.oneof(
  fc.tuple(fc.constantFrom(...'abfpwz'), fc.constantFrom('', '2', '17')),
  fc.tuple(fc.constantFrom(...'abfpwz'), fc.constantFrom('.m1', '.Again2')),
);
const linkedRun: fc.Arbitrary<LinkedRun> = fc
  .array(step, { minLength: 1, maxLength: 20 })
  .map((steps) => steps.map((parts) => parts.join('')).join(''))
  .chain((schedule) =>
    fc.record({
      schedule: fc.constant(schedule),
      at: fc.nat({ max: scheduleLength(schedule) }),
      fingerprint: fc.option(fc.stringMatching(/^[0-9a-z]{4}$/)),
    }),
  );
const configuration = fc.record({
  kernel: fc.option(name),
  options: fc.array(option, { maxLength: 4 }).map((options) => Object.fromEntries(options)),
});
const link: fc.Arbitrary<Link> = fc.oneof(
  fc.record({ scenario: name, configuration: fc.constant(null), run: fc.constant(null) }),
  fc.record({ scenario: name, configuration, run: fc.option(linkedRun) }),
);

describe('a link', () => {
  it.each(readable)('%s', (hash, reported) => {
    expect(formatLink(reported)).toBe(hash);
    expect(parseLink(hash)).toEqual({ kind: 'link', link: reported, text: null });
  });

  it('comes back exactly', () => {
    fc.assert(
      fc.property(link, (reported) => {
        const hash = formatLink(reported);
        fc.pre(hash.length <= maxLinkLength);
        expect(parseLink(hash)).toEqual({ kind: 'link', link: reported, text: null });
      }),
    );
  });

  it('needs no character that a browser would encode', () => {
    fc.assert(
      fc.property(link, (reported) => {
        expect(formatLink(reported)).toMatch(/^#\/[\w\-.!~*'()%+=,/@]*$/);
      }),
    );
  });

  it('brings a text along', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 400 });
    fc.assert(
      fc.property(link, text, (reported, brought) => {
        const hash = formatLink(reported, codec.packText(brought));
        fc.pre(hash.length <= maxLinkLength);
        expect(hash).toMatch(/^#\/[\w\-.!~*'()%+=,/@:]*$/);
        expect(parseLink(hash, codec)).toEqual({ kind: 'link', link: reported, text: brought });
        expect(parseLink(hash)).toEqual({ kind: 'link', link: reported, text: null });
      }),
    );
  });

  it('stays under 80 characters for an ordinary run', () => {
    const options = { page: 'cached' };
    const ordinary = run('f3p5w2f4p2g1w3f2p1', 19);
    const reported: Link = {
      scenario: 'hole-punch',
      configuration: at('ext4 4.5', options),
      run: ordinary,
    };
    expect(formatLink(reported).length).toBeLessThanOrEqual(80);
  });

  it.each(['', '#', '#/'])('is none in “%s”', (hash) => {
    expect(parseLink(hash)).toEqual({ kind: 'none' });
  });

  it('may leave out the fingerprint and the position', () => {
    const parsed = parseLink('#/a/k/f3p');
    expect(parsed).toMatchObject({ link: { run: { schedule: 'f3p', at: 4, fingerprint: null } } });
  });

  it('keeps an option that is named like a property of objects', () => {
    const parsed = parseLink('#/a/__proto__=on');
    assertLink(parsed);
    expect(Object.entries(parsed.link.configuration?.options ?? {})).toEqual([['__proto__', true]]);
  });
});

function assertLink(
  parsed: ReturnType<typeof parseLink>,
): asserts parsed is { kind: 'link'; link: Link; text: string | null } {
  expect(parsed.kind).toBe('link');
}

describe('a damaged link', () => {
  it.each(broken)('%s names the %s at %i', (hash, part, place, why) => {
    const parsed = parseLink(hash);
    expect(parsed).toMatchObject({ kind: 'damaged', damage: { part, at: place } });
    if (parsed.kind !== 'damaged') return;
    expect(parsed.damage.message).toContain(why);
    expect(parsed.damage.message).toContain(`character ${place + 1}:`);
    expect(parsed.damage.message.length).toBeLessThan(200);
  });

  it('says what is wrong with the text that it brings along', () => {
    const hash = `#/slot.race/default:${codec.packText('int 0..2 count;')}`;
    const parsed = parseLink(hash.slice(0, -3), codec);
    expect(parsed).toMatchObject({ kind: 'damaged', damage: { part: 'text', at: 20 } });
    if (parsed.kind === 'damaged') expect(parsed.damage.message).toContain('cut short');
  });

  it('never throws and never asks for more steps than the limit', () => {
    const piece = fc.constantFrom(
      '#',
      '/',
      '~',
      '@',
      ',',
      '=',
      '%',
      '+',
      'f',
      '9',
      '.',
      'k',
      '\u0000',
      '<script>',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece).map((pieces) => `#/${pieces.join('')}`),
    );
    fc.assert(
      fc.property(text, (hash) => {
        const parsed = parseLink(hash);
        if (parsed.kind !== 'link' || parsed.link.run === null) return;
        expect(scheduleLength(parsed.link.run.schedule)).toBeLessThanOrEqual(maxLinkSteps);
      }),
      drawn(500),
    );
  });

  it('is refused for its length before it is read', () => {
    const parsed = parseLink(`#/${'a'.repeat(maxLinkLength)}`);
    expect(parsed).toMatchObject({ kind: 'damaged', damage: { part: 'link', at: 0 } });
  });

  it('shows that it was cut short, wherever it was cut in its run', () => {
    const whole = '#/hole-punch/2.6.23/f3p5w2@7~k3f9';
    for (let end = whole.indexOf('~') + 1; end < whole.length; end++) {
      expect(parseLink(whole.slice(0, end))).toMatchObject({ damage: { part: 'fingerprint' } });
    }
  });
});
