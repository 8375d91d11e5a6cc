import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Sha256 } from '../../../src/domain/ids.ts';
import type { HistoryRow, MigrationFile, MigrationState } from '../../../src/domain/migration.ts';
import { epochMs } from '../../../src/lib/time.ts';
import { compareMigrations } from '../../../src/prisma-cli/compare.ts';

const file = (name: string, sha256 = 'a', sha256Lf = sha256, sha256Crlf = sha256): MigrationFile => ({
  name,
  sha256: sha256 as Sha256,
  sha256Lf: sha256Lf as Sha256,
  sha256Crlf: sha256Crlf as Sha256,
  bytes: 1,
});

type Fate = 'finished' | 'failed' | 'rolled-back';
const row = (name: string, fate: Fate, startedAt: number, checksum = 'a'): HistoryRow => ({
  id: `${name}-${startedAt}`,
  name,
  checksum: checksum as Sha256,
  startedAt: epochMs(startedAt),
  finishedAt: fate === 'finished' ? epochMs(startedAt + 1) : null,
  rolledBackAt: fate === 'rolled-back' ? epochMs(startedAt + 1) : null,
  logs: null,
});

describe('one migration', () => {
  test.each<[string, HistoryRow[], Partial<ReturnType<typeof compareMigrations>>]>([
    ['is pending without a row', [], { pending: ['m'], applied: [], failed: [] }],
    ['is applied when finished', [row('m', 'finished', 1)], { pending: [], applied: ['m'], failed: [] }],
    ['is failed when unfinished', [row('m', 'failed', 1)], { pending: [], applied: [], failed: ['m'] }],
    ['is pending again when rolled back', [row('m', 'rolled-back', 1)], { pending: ['m'], applied: [], failed: [] }],
    [
      'is applied at the second attempt',
      [row('m', 'rolled-back', 1), row('m', 'finished', 2)],
      { applied: ['m'], failed: [] },
    ],
    [
      'is failed when one of two attempts is open',
      [row('m', 'finished', 1), row('m', 'failed', 2)],
      { applied: [], failed: ['m'] },
    ],
  ])('%s', (_, history, expected) => {
    expect(compareMigrations({ files: [file('m')], history })).toMatchObject(expected);
  });

  test('is compared with its newest attempt that was not rolled back', () => {
    const history = [row('m', 'finished', 2, 'new'), row('m', 'rolled-back', 1, 'old')];
    expect(compareMigrations({ files: [file('m', 'new')], history }).edited).toEqual([]);
    expect(compareMigrations({ files: [file('m', 'old')], history }).edited).toEqual([
      { name: 'm', lineEndsOnly: false },
    ]);
  });

  test('whose line ends alone differ is told apart from an edited one', () => {
    const history = [row('m', 'finished', 1, 'lf')];
    expect(compareMigrations({ files: [file('m', 'crlf', 'lf')], history }).edited).toEqual([
      { name: 'm', lineEndsOnly: true },
    ]);
  });

  test('that failed may be mended: it is not edited', () => {
    expect(compareMigrations({ files: [file('m', 'b')], history: [row('m', 'failed', 1)] }).edited).toEqual([]);
  });
});

test('an applied file that is gone is missing, a pending one before the newest applied is out of order', () => {
  const history = [row('1', 'finished', 1), row('3', 'finished', 2)];
  expect(compareMigrations({ files: [file('2'), file('3'), file('4')], history })).toEqual({
    applied: ['1', '3'],
    pending: ['2', '4'],
    failed: [],
    edited: [],
    missing: ['1'],
    outOfOrder: ['2'],
  });
});

const names = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const states: fc.Arbitrary<MigrationState> = fc.record({
  files: fc.uniqueArray(names).map((all) => all.sort().map((name) => file(name))),
  history: fc
    .array(
      fc.tuple(names, fc.constantFrom<Fate>('finished', 'failed', 'rolled-back'), fc.nat(9), fc.constantFrom('a', 'b')),
    )
    .map((rows) => rows.map(([name, fate, at, sum], index) => row(name, fate, at * 100 + index, sum))),
});

test('every file is applied, failed or pending, and only one of them; the order of the rows does not matter', () => {
  fc.assert(
    fc.property(states, ({ files, history }) => {
      const compared = compareMigrations({ files, history });
      const { applied, failed, pending } = compared;
      const all = [...applied, ...failed, ...pending];
      expect(new Set(all).size).toBe(all.length);
      expect(files.every((it) => all.includes(it.name))).toBe(true);
      expect(compared.missing.every((name) => applied.includes(name) && !files.some((it) => it.name === name))).toBe(
        true,
      );
      expect(compared.outOfOrder.every((name) => pending.includes(name))).toBe(true);
      expect(compareMigrations({ files, history: history.toReversed() })).toEqual(compared);
    }),
  );
});
