import { describe, expect, test } from 'vitest';
import type { Sha256 } from '../../../src/domain/ids.ts';
import { epochMs } from '../../../src/lib/time.ts';
import { filesDigest, historyDigest } from '../../../src/prisma-cli/digest.ts';
import { filesDifferences, historyDifferences, readReceiptCheck } from '../../../src/prisma-cli/read-receipt.ts';

const file = (name: string, sha256: string) => ({ name, sha256: sha256 as Sha256 });
const row = (name: string, finished: boolean) => ({
  name,
  checksum: 'c' as Sha256,
  finishedAt: finished ? epochMs(5) : null,
  rolledBackAt: null,
});

describe('a digest', () => {
  test('is the same in any order, and another for any change', () => {
    const [a, b] = [file('a', '1'), file('b', '2')];
    expect(filesDigest([a, b])).toBe(filesDigest([b, a]));
    expect(filesDigest([a, file('b', '3')])).not.toBe(filesDigest([a, b]));
    expect(filesDigest([a])).not.toBe(filesDigest([a, b]));
    expect(historyDigest([row('a', true)])).not.toBe(historyDigest([row('a', false)]));
  });

  test('does not depend on when a migration finished', () => {
    expect(historyDigest([{ ...row('a', true), finishedAt: epochMs(9) }])).toBe(historyDigest([row('a', true)]));
  });
});

describe("the check's line", () => {
  test.each([
    ['{"kind":"equal","history":true}', { kind: 'equal', historySeen: true }],
    ['{"kind":"equal","history":false}', { kind: 'equal', historySeen: false }],
    ['{"kind":"equal","history":true,"since":"a newer version"}', { kind: 'equal', historySeen: true }],
    ['{"kind":"unseen","why":"ECONNREFUSED"}', { kind: 'unseen', why: 'ECONNREFUSED' }],
    ['{"kind":"unseen","why":"57P01","of":"database"}', { kind: 'unseen', why: '57P01', of: 'database' }],
    ['{"kind":"differs","files":[["a","1"]],"history":null}', { kind: 'differs', files: [['a', '1']], history: null }],
  ])('%s', (json, check) => {
    expect(readReceiptCheck(`noise\ngodwit-receipt ${json}\nmore`)).toEqual(check);
  });

  test.each(['', 'godwit-receipt {"kind":"equal"', 'godwit-receipt {"kind":"other"}', 'godwit-receipt {no}'])(
    'is not %j',
    (log) => {
      expect(readReceiptCheck(log)).toBeNull();
    },
  );
});

test('what changed is said file by file', () => {
  expect(
    filesDifferences(
      [file('a', '1'), file('b', '1')],
      [
        ['b', '2'],
        ['c', '1'],
      ],
    ),
  ).toEqual(['c is new.', 'a is gone.', 'b was changed.']);
});

test('what changed in the history is said migration by migration', () => {
  const before = [
    ['a', '1', true, false],
    ['b', '1', false, false],
  ] as const;
  const now = [
    ['a', '1', true, false],
    ['b', '1', true, false],
    ['c', '1', true, false],
  ] as const;
  expect(historyDifferences(before, now)).toEqual(['The history of b changed.', 'The history of c changed.']);
  expect(historyDifferences(now, now)).toEqual([]);
});
