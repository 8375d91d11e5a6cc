import { expect, test } from 'vitest';
import { serverVersionOf, serverVersionOfNumber } from '../../../src/review/server-version.ts';

test.each([
  ['15', 15],
  ['14.2', 14.02],
  ['14.02', 14.02],
  ['14.10', 14.1],
  ['9.6.24', 9.06],
  ['8.4', null],
  ['15beta1', null],
  ['', null],
])('%s is %s', (text, version) => {
  expect(serverVersionOf(text)).toBe(version);
});

test('a minor compares as a server counts it', () => {
  expect(serverVersionOfNumber(140_002)).toBe(serverVersionOf('14.2'));
  expect(serverVersionOfNumber(150_018)).toBe(15.18);
});
