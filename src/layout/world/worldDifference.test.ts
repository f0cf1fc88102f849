import { expect, it } from 'vitest';
import type { Field, LockState, World, WorldObject } from '../../model/world/world.ts';
import { differingObjects } from './worldDifference.ts';

const number = (name: string, value: number): Field => ({ name, role: null, ghost: false, value: { kind: 'int', value } }); // prettier-ignore

function lock(name: string, holder: number | null): Field {
  const state: LockState = {
    lock: { object: 'F', field: name, kind: 'mutex', name: `F.${name}` },
    holders: holder === null ? [] : [{ task: holder, mode: 'exclusive' }],
    queue: [],
    count: null,
    waiters: [],
  };
  return { name, role: 'lock', ghost: false, value: { kind: 'lock', lock: state } };
}

function object(id: string, fields: readonly Field[], more: Partial<WorldObject> = {}) {
  return { id, name: id, struct: 's', role: null, live: true, pooled: false, parent: null, fields, ...more }; // prettier-ignore
}

function world(...objects: readonly WorldObject[]): World {
  return { objects, tasks: [], ending: 'running', oops: null, broken: [], concerns: {}, cycle: [] };
}

const free = object('P1', [number('index', 3)], { live: false });

it.each([
  ['equal objects', [object('F', [number('x', 1)])], [object('F', [number('x', 1)])], []],
  ['another value', [object('F', [number('x', 1)])], [object('F', [number('x', 2)])], ['F']],
  ['an object of one world alone', [object('F', [])], [], ['F']],
  ['a lock of one kernel alone that nobody wants', [object('F', [lock('m', null)])], [object('F', [])], []], // prettier-ignore
  ['a lock of one kernel alone that is held', [object('F', [lock('m', 0)])], [object('F', [])], ['F']], // prettier-ignore
  ['free elements of a pool, whatever they hold', [free], [{ ...free, fields: [] }], []],
  ['an element that is free in one of them', [free], [{ ...free, live: true }], ['P1']],
  [
    'an embedded object, with what it is embedded in',
    [object('F', []), object('F.d', [number('x', 1)], { parent: 'F' })],
    [object('F', []), object('F.d', [number('x', 2)], { parent: 'F' })],
    ['F.d', 'F'],
  ],
])('%s', (_, one, other, expected) => {
  expect([...differingObjects(world(...one), world(...other))]).toEqual(expected);
});
