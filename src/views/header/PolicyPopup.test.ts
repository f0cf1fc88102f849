import { expect, it } from 'vitest';
import type { LockName } from '../../model/world/world.ts';
import { choosesLock, defaultPolicy } from '../../session/player/pausePolicy.ts';
import { withLock } from './PolicyPopup.tsx';

const mutex: LockName = { object: 'F', field: 'i_mutex', kind: 'mutex', name: 'F.i_mutex' };
const table: LockName = {
  object: 'mm0',
  field: 'page_table_lock',
  kind: 'spinlock',
  name: 'mm0.page_table_lock',
};
const { locks } = defaultPolicy;

it.each([
  ['a lock', mutex],
  ['a page-table lock', table],
])('lets %s in and out again', (_, lock) => {
  const without = withLock(locks, lock, false);
  expect(choosesLock(without, lock)).toBe(false);
  const again = withLock(without, lock, true);
  expect(choosesLock(again, lock)).toBe(true);
  expect(withLock(again, lock, false)).toEqual(without);
});

it('lets one lock in of a kind that was left out', () => {
  const none = { ...locks, kinds: [] };
  expect(choosesLock(withLock(none, mutex, true), mutex)).toBe(true);
});
