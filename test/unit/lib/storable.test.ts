import { expect, test } from 'vitest';
import { storable, storableText } from '../../../src/lib/storable.ts';

test.each([
  ['a\u0000b', 'ab'],
  ['a\ud83d', 'a\ufffd'],
  ['\ude00a', '\ufffda'],
  ['😀 e\u0301', '😀 e\u0301'],
])('%j is kept as %j', (text, kept) => {
  expect(storableText(text)).toBe(kept);
});

test('reaches every text inside', () => {
  expect(storable({ a: ['\u0000x', 1, null], b: { c: '\ud800' } })).toEqual({ a: ['x', 1, null], b: { c: '\ufffd' } });
});
