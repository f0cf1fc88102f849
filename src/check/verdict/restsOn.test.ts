// What a verdict `holds` rests on: the comments of the functions that a configuration reaches.
import { expect, it } from 'vitest';
import { assert } from '../../base/assert.ts';
import { checkConfiguration, DEFAULT_LIMITS } from './checkConfiguration.ts';
import { loadText } from '../source/loadScenario.ts';
import { hidingNotes, restsOn } from './restsOn.ts';

const TEXT = `
change late "puts late";
vary late;
int 0..7 n;
/* Leaves out: the queue (may hide races); the log (no effect: nobody reads it). */
void put(void) { n = 1; }
/* Leaves out: i_mutex (may invent races and hide deadlocks). Adds: one step for both (may hide races: the kernel has two). */
void get(void) when !late { n = 2; put(); }
/* Leaves out: a check (may invent races). */
void get(void) when late { n = 3; }
/* Leaves out: everything (may hide races). */
void unused(void) { n = 4; }
task a 'a' { get(); }
task b 'b' { if (late) put(); }
always broken: n == 0;
`;

function restsOf(late: boolean, text = TEXT): Record<string, string | null> {
  const { program } = loadText('mine', text);
  assert(program !== null, 'the text has no errors');
  const options = { limits: DEFAULT_LIMITS, switches: false, now: () => 0 };
  const search = checkConfiguration(program, { late }, options);
  let step = search.next();
  while (step.done !== true) step = search.next();
  const { findings } = step.value;
  return Object.fromEntries(findings.map(({ property, rests }) => [property, rests?.line ?? null]));
}

it('names what a reached function adds first, then what is left out, and only what may hide something', () => {
  expect(restsOf(false)).toMatchObject({
    broken: null,
    no_oops: 'get() (added: one step for both), put() (left out: the queue); may hide races',
    no_deadlock:
      'get() (added: one step for both; left out: i_mutex), put() (left out: the queue); may hide races and deadlocks',
  });
});

it('says the same in short, of several functions only the names', () => {
  const { program } = loadText('mine', TEXT);
  assert(program !== null, 'the text has no errors');
  const [both, one] = [false, true].map((late) => hidingNotes(program, { late }));
  expect(restsOn(both ?? [], 'no_oops')?.short).toBe('get(), put(); may hide races');
  expect(restsOn(one ?? [], 'no_oops')?.short).toBe('put() (left out: the queue); may hide races');
});

it('asks only the definitions and branches of its configuration', () => {
  expect(restsOf(true)).toMatchObject({ no_oops: 'put() (left out: the queue); may hide races' });
});

it('a barrier: memory order is left out', () => {
  const text = `int 0..1 x, y; task a 'a' { x = 1; smp_mb(); n = READ_ONCE(y); x = n; } task b 'b' { y = 1; }`;
  const line =
    'smp_mb() (left out: memory order), READ_ONCE() (left out: memory order); may hide races';
  expect(restsOf(false, text)).toMatchObject({ no_oops: line });
});

it('says nothing where no comment says that anything is hidden', () => {
  const text = TEXT.replaceAll('may hide', 'may invent').replaceAll(
    'hide deadlocks',
    'invent races',
  );
  expect(restsOf(false, text)).toMatchObject({ no_oops: null, no_deadlock: null });
});

it('names three functions, and counts the rest', () => {
  const names = ['c', 'd', 'e', 'f', 'g'];
  const functions = names.map((name) => `/* Leaves out: ${name.toUpperCase()} (may hide races). */ void ${name}(void) { n++; }`); // prettier-ignore
  const calls = names.map((name) => `${name}();`).join(' ');
  const text = `int 0..7 n;\n${functions.join('\n')}\ntask a 'a' { ${calls} }`;
  expect(restsOf(false, text)['no_oops']).toBe(
    'c() (left out: C), d() (left out: D), e() (left out: E) and 2 more; may hide races',
  );
  expect(hidingNotes(loadText('mine', text).program!, {}).length).toBe(5);
});
