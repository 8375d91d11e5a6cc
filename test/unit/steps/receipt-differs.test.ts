import { expect, test } from 'vitest';
import type { Sha256 } from '../../../src/domain/ids.ts';
import type { HistoryRow } from '../../../src/domain/migration.ts';
import type { PrismaProject } from '../../../src/ports/target.ts';
import { changedForAMoment } from '../../../src/steps/receipt-differs.ts';

const sha = (digit: string) => digit.repeat(64) as Sha256;
const project: PrismaProject = {
  prismaVersion: '7.10.0',
  migrationsPath: 'prisma/migrations',
  files: [{ name: '1_total', sha256: sha('1'), sha256Lf: sha('1'), sha256Crlf: sha('1'), bytes: 9 }],
};
const history: readonly HistoryRow[] = [];
const printed = (check: object) => `godwit-receipt ${JSON.stringify(check)}\n`;

test('a file that was changed and changed back is named', () => {
  const log = printed({ kind: 'differs', files: [['1_total', sha('2')]], history: null });
  expect(changedForAMoment({ project, history }, log)).toEqual([
    'for a moment, right before the deploy: 1_total was changed.',
  ]);
});

test('so is a migration that stood in the history', () => {
  const log = printed({ kind: 'differs', files: null, history: [['0_other', sha('3'), true, false]] });
  expect(changedForAMoment({ project, history }, log)).toEqual([
    'for a moment, right before the deploy: The history of 0_other changed.',
  ]);
});

test('a log that does not say what it was is no reason to say nothing', () => {
  expect(changedForAMoment({ project, history }, 'Killed\n')).toEqual([
    'for a moment, right before the deploy: something was different.',
  ]);
});
