// Lock operations as `inline`s of Promela.

import { COUNT_LIMIT, FOREVER, MOST_COUNTED } from '../../lang/syntax/lockKinds.ts';

/** More shared holds of one task than this are a limit of the model. */
export const MOST_SHARED = 2;

type PlainHelper =
  | 'unlock'
  | 'bit_unlock'
  | 'trylock'
  | 'hold'
  | 'lower'
  | 'raise'
  | 'down_trylock';
type RwsemHelper = 'hold_rwsem' | 'join' | 'down_read' | 'down_write' | 'up_read' | 'up_write' | 'downgrade_write' | 'down_read_trylock' | 'down_write_trylock'; // prettier-ignore
export type LockHelper = PlainHelper | RwsemHelper;

function inline(name: string, parameters: string, ...lines: readonly string[]): string {
  return [`inline ${name}(${parameters}) {`, ...lines, '}'].join('\n');
}

function refuse(unless: string, why: string): string {
  return `   if\n   :: ${unless} -> ${why}\n   :: else\n   fi;`;
}

function choose(guard: string, then: readonly string[], otherwise: readonly string[]): string {
  const body = (lines: readonly string[]): string =>
    lines.map((text) => `      ${text}`).join(';\n');
  return `   if\n   :: ${guard} ->\n${body(then)}\n   :: else ->\n${body(otherwise)}\n   fi`;
}

/** Of locks that are one cell: who holds it, or a count. */
export const PLAIN_HELPERS: Readonly<Record<PlainHelper, string>> = {
  unlock: inline(
    'unlock',
    '_lock, _who',
    refuse('_lock != _who', 'OOPS(NOT_HELD)'),
    '   _lock = 0',
  ),
  bit_unlock: inline('bit_unlock', '_lock', refuse('_lock == 0', 'OOPS(NOT_HELD)'), '   _lock = 0'),
  trylock: inline(
    'trylock',
    '_lock, _who, _got',
    choose('_lock == 0', ['_lock = _who', '_got = true'], ['_got = false']),
  ),
  hold: inline(
    'hold',
    '_lock, _who',
    refuse('_lock != 0', 'OOPS(HELD_ALREADY)'),
    '   _lock = _who',
  ),
  lower: inline('lower', '_lock', choose(`_lock != ${FOREVER}`, ['_lock = _lock - 1'], ['skip'])),
  raise: inline(
    'raise',
    '_lock',
    refuse(`_lock == ${MOST_COUNTED}`, `LIMIT /* ${COUNT_LIMIT} */`),
    choose(`_lock != ${FOREVER}`, ['_lock = _lock + 1'], ['skip']),
  ),
  // Whether it was taken. The kernel's function yields the opposite, so the checked program has a `!` before it.
  down_trylock: inline(
    'down_trylock',
    '_lock, _got',
    choose('_lock == 0', ['_got = false'], ['lower(_lock)', '_got = true']),
  ),
};

/** `tasks`: what they are called as holders. */
export function rwsemHelpers(tasks: readonly string[]): Readonly<Record<RwsemHelper, string>> {
  const leave = leaveQueue(tasks);
  const counted = tasks.map((t) => `(_lock.place[${t}] != 0)`).join(' + ');
  const unless = (held: string): string => refuse(held, 'OOPS(NOT_HELD)');
  return {
    hold_rwsem: inline('hold_rwsem', '_lock, _who', refuse('!NO_HOLDER(_lock)', 'OOPS(HELD_ALREADY)'), `   ${EXCLUDES}`), // prettier-ignore
    join: inline(
      'join',
      '_lock, _who, _exclusive',
      `   _lock.place[_who] = ${counted} + 1;`,
      '   _lock.writes[_who] = _exclusive',
    ),
    down_read: inline('down_read', '_lock, _who', DEEPEST, leave, `   ${SHARES}`),
    down_write: inline('down_write', '_lock, _who', leave, `   ${EXCLUDES}`),
    up_read: inline(
      'up_read',
      '_lock, _who',
      unless('_lock.holds[_who] == 0 || _lock.holds[_who] == EXCLUSIVE'),
      '   _lock.holds[_who] = _lock.holds[_who] - 1',
    ),
    up_write: inline('up_write', '_lock, _who', unless('_lock.holds[_who] != EXCLUSIVE'), '   _lock.holds[_who] = 0'), // prettier-ignore
    downgrade_write: inline('downgrade_write', '_lock, _who', unless('_lock.holds[_who] != EXCLUSIVE'), '   _lock.holds[_who] = 1'), // prettier-ignore
    down_read_trylock: tryRwsem(
      'down_read_trylock',
      'NO_WRITER(_lock)',
      `${DEEPEST}\n   ${SHARES}`,
    ),
    down_write_trylock: tryRwsem('down_write_trylock', 'NO_HOLDER(_lock)', `   ${EXCLUDES}`),
  };
}

const SHARES = '_lock.holds[_who] = _lock.holds[_who] + 1';
const EXCLUDES = '_lock.holds[_who] = EXCLUSIVE';
const DEEPEST = refuse(`_lock.holds[_who] >= ${MOST_SHARED}`, 'LIMIT /* held shared by one task three times */'); // prettier-ignore

function tryRwsem(name: string, room: string, take: string): string {
  const taken = `${take};\n   _got = true`.replaceAll(/^/gm, '   ');
  const body = `   if\n   :: NO_QUEUE(_lock) && ${room} ->\n${taken}\n   :: else -> _got = false\n   fi`;
  return inline(name, '_lock, _who, _got', body);
}

/** A task that takes a lock that it queued for leaves the queue, and those behind it move up. */
function leaveQueue(tasks: readonly string[]): string {
  const moves = tasks.map((t) => refuse(`BEFORE(_lock, _who, ${t})`, `_lock.place[${t}] = _lock.place[${t}] - 1`)); // prettier-ignore
  const body = [...moves, '   _lock.place[_who] = 0;', '   _lock.writes[_who] = false'].join('\n');
  return `   if\n   :: _lock.place[_who] != 0 ->\n${body.replaceAll(/^/gm, '   ')}\n   :: else\n   fi;`;
}
