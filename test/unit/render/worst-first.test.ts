import { expect, test } from 'vitest';
import { worstFirst } from '../../../src/render/worst-first.ts';

test('what weighs most comes first, and of equal weight what was found first', () => {
  const found = [
    { rule: 'L28', severity: 'caution' },
    { rule: 'L29', severity: 'caution' },
    { rule: 'S05', severity: 'safe' },
    { rule: 'D07', severity: 'blocked' },
    { rule: 'B01', severity: 'risky' },
  ] as const;
  expect(worstFirst(found).map(({ rule }) => rule)).toEqual(['D07', 'B01', 'L28', 'L29', 'S05']);
});
