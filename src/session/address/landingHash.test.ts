import { describe, expect, it } from 'vitest';
import { isLandingHash } from './landingHash.ts';

describe('isLandingHash', () => {
  it.each([
    ['', true],
    ['#', true],
    ['#/', true],
    ['#/hole-punch', false],
    ['#nothing', false],
  ])('%j: %s', (hash, expected) => {
    expect(isLandingHash(hash)).toBe(expected);
  });
});
