import { expect, test } from 'vitest';
import { partOf, turnOf, waitMs } from '../../../src/steps/deploy-turns.ts';

test.each([
  [null, null, { kind: 'try', number: 1 }],
  ['try-3', '4711', { kind: 'try', number: 3 }],
  ['mark-12', '{"again":true}', { kind: 'mark', number: 12, marking: { again: true } }],
  ['mark-2', null, { kind: 'mark', number: 2, marking: null }],
  ['nonsense', null, { kind: 'try', number: 1 }],
])('a worker that takes over from the part %s with the memo %s goes on with %o', (part, memo, turn) => {
  expect(turnOf(part === null ? null : { part, memo })).toEqual(turn);
});

test('each turn has a part of its own, and the first try none', () => {
  expect(partOf({ kind: 'try', number: 1 })).toBeUndefined();
  expect(partOf({ kind: 'mark', number: 1 })).toBe('mark-1');
  expect(partOf({ kind: 'try', number: 2 })).toBe('try-2');
});

test('each wait is about twice the one before, and never the same for two', () => {
  expect([1, 2, 3, 4].map((tried) => waitMs(tried, 0.5))).toEqual([2_000, 4_000, 8_000, 16_000]);
  expect([waitMs(1, 0), waitMs(1, 0.999)]).toEqual([1_000, 2_998]);
});
