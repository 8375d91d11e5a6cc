import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearest } from '../../../src/lib/nearest.ts';

describe('nearest', () => {
  const known = ['status', 'deploy', 'backup', 'backups'];

  it.each([
    ['stauts', 'status'],
    ['DEPLOI', 'deploy'],
    ['backp', 'backup'],
    ['bakcups', 'backups'],
    ['rollback', null],
    ['', null],
  ])('takes %j for %j', (typed, expected) => {
    expect(nearest(typed, known)).toBe(expected);
  });

  it('finds a word that is spelled right', () => {
    fc.assert(fc.property(fc.constantFrom(...known), (word) => nearest(word, known) === word));
  });
});
