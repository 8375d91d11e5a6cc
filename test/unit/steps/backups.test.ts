import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backupDirectory, newSince } from '../../../src/steps/backup-listing.ts';
import { backupsToRemove } from '../../../src/steps/keep-backups.ts';
import { historyTrouble } from '../../../src/steps/restored-history.ts';
import { environment, later } from '../domain/samples.ts';
import { backup, file, row, sum } from './samples.ts';

describe('backupDirectory', () => {
  it('has the name of the environment', () => {
    expect(backupDirectory(environment())).toBe('backups/production');
  });
});

describe('newSince', () => {
  const before = [file('a'), file('b')];
  it('finds the file that a script added', () => {
    expect(newSince(before, [file('c'), ...before])).toEqual([file('c')]);
  });
  it('finds the file that a script wrote over', () => {
    const larger = file('b', { bytes: 11 });
    const touched = file('a', { modifiedAt: later(1) });
    expect(newSince(before, [touched, larger])).toEqual([touched, larger]);
  });
  it('finds nothing where nothing changed, or files went away', () => {
    expect(newSince(before, before)).toEqual([]);
    expect(newSince(before, [])).toEqual([]);
  });
});

describe('backupsToRemove', () => {
  const [newest, ...earlier] = ['e', 'd', 'c', 'b', 'a'].map((path, age) => backup(path, { takenAt: later(-age) }));
  if (newest === undefined) throw new Error('a sample is missing');
  const removed = (keep: number, others = earlier) => backupsToRemove(newest, others, keep).map(({ path }) => path);

  it('are the oldest beyond the number to keep', () => {
    expect([removed(5), removed(3), removed(1)]).toEqual([[], ['b', 'a'], ['d', 'c', 'b', 'a']]);
  });
  it('are never of a team, and none where a team takes them', () => {
    expect(removed(1, [backup('t', { by: 'script' }), backup('o', { takenAt: later(-1) })])).toEqual(['o']);
    expect(backupsToRemove(backup('t', { by: 'script' }), earlier, 1)).toEqual([]);
  });
  it('never hold the present one, also where a newer one was taken beside it, and leave as many as are to be kept', () => {
    const check = fc.property(
      fc.integer({ min: -1, max: 9 }),
      fc.array(fc.integer({ min: -9, max: 9 })),
      (keep, ages) => {
        const others = ages
          .toSorted((one, other) => one - other)
          .map((age, place) => backup(`o${place}`, { takenAt: later(-age) }));
        const paths = removed(keep, others);
        expect(paths).not.toContain(newest.path);
        expect(others.length + 1 - paths.length).toBeGreaterThanOrEqual(Math.min(others.length + 1, keep));
      },
    );
    fc.assert(check, { numRuns: 300 });
  });
});

describe('historyTrouble', () => {
  const taken = backup('a', { history: [row('a', sum('1')), row('b', sum('2'))] });
  it('is content with the very rows, in any order', () => {
    expect(historyTrouble(taken, [row('b', sum('2')), row('a', sum('1'))])).toBeNull();
  });
  it('names numbers that differ, and says so when only the content does', () => {
    expect(historyTrouble(taken, [row('a', sum('1'))])).toMatchObject({
      code: 'restore-differs',
      message: 'The restored database holds 1 migrations, the backup was taken with 2.',
    });
    expect(historyTrouble(taken, [row('a', sum('1')), row('b', sum('9'))])?.message).toContain('other migrations');
  });
});
