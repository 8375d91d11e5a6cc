import { expect, test } from 'vitest';
import type { Backup } from '../../../src/domain/backup.ts';
import { epochMs } from '../../../src/lib/time.ts';
import { backupsToRemove } from '../../../src/steps/keep-backups.ts';
import { sampleBackup } from '../../fakes/sample-backups.ts';

const at = (place: number, change: Partial<Backup> = {}): Backup =>
  sampleBackup({ path: `b${place}`, takenAt: epochMs(place), ...change });
const broken = { verification: { kind: 'broken', why: 'half' } } as const;
const paths = (backups: readonly Backup[]) => backups.map(({ path }) => path);

test('broken backups do not push out the last good one', () => {
  const earlier = [at(4, broken), at(3, broken), at(2), at(1)];
  expect(paths(backupsToRemove(at(5), earlier, 2))).toEqual(['b1']);
});

test("a team's own backup removes nothing, and none of a team's is removed", () => {
  expect(backupsToRemove(at(3, { by: 'script' }), [at(2), at(1)], 1)).toEqual([]);
  expect(paths(backupsToRemove(at(3), [at(2, { by: 'script' }), at(1)], 1))).toEqual(['b1']);
});

test('fewer than the number to keep all stay', () => {
  expect(backupsToRemove(at(2), [at(1)], 5)).toEqual([]);
});
