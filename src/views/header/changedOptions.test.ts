import { expect, it } from 'vitest';
import { changedOptions, changeText, nearestKernel } from './changedOptions.ts';

const kernels = [
  { name: '2.6.22', config: { fault_locks_page: false, fill_lock: 'none', page: 'absent' } },
  { name: '2.6.23', config: { fault_locks_page: true, fill_lock: 'none', page: 'absent' } },
  {
    name: '5.15',
    config: { fault_locks_page: true, fill_lock: 'invalidate_lock', page: 'absent' },
  },
];

it.each([
  ['itself', { fault_locks_page: true, fill_lock: 'none', page: 'absent' }, '2.6.23'],
  ['but for the world', { fault_locks_page: true, fill_lock: 'none', page: 'cached' }, '2.6.23'],
  [
    'the first of two',
    { fault_locks_page: true, fill_lock: 'i_mmap_sem', page: 'absent' },
    '2.6.23',
  ],
])('finds the nearest kernel: %s', (_, config, name) => {
  expect(nearestKernel(config, kernels)?.name).toBe(name);
});

it('finds none among none', () => {
  expect(nearestKernel({}, [])).toBeNull();
});

it('tells what differs, and what would put it back', () => {
  const changed = changedOptions(
    { fault_locks_page: false, fill_lock: 'i_mmap_sem', page: 'absent' },
    { fault_locks_page: true, fill_lock: 'none', page: 'absent' },
  );
  expect(changed.map(changeText)).toEqual(['not fault_locks_page', 'fill_lock: i_mmap_sem']);
  expect(changed.map(({ usual }) => usual)).toEqual([true, 'none']);
});
