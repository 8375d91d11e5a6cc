import { describe, expect, it } from 'vitest';
import { reject } from '../../../../src/domain/decide/approve.ts';
import { cancel } from '../../../../src/domain/decide/cancel.ts';
import { ended } from '../../../../src/domain/decide/ending.ts';
import { fileSettled } from '../../../../src/domain/decide/file-settled.ts';
import type { WrittenMigration } from '../../../../src/domain/drift.ts';
import type { Sha256 } from '../../../../src/domain/ids.ts';
import type { Run } from '../../../../src/domain/run.ts';
import { actionsOf, ana, aTrouble, ben, drawnOf, jobsOf, proceeding, situation, waitingRun } from '../samples.ts';

const wrote: WrittenMigration = {
  name: '20261122120000_rollback_add_vault',
  migrationsPath: 'prisma/migrations',
  sha256: 'c'.repeat(64) as Sha256,
  undoes: ['20240510120000_add_vault'],
  state: { kind: 'there' },
};
const request = waitingRun({ purpose: { kind: 'deploy', wrote } });
const rejected = (): Run => proceeding(reject(request, { by: ben, reason: null }, situation())).run;

describe('the file of a deploy that came to nothing', () => {
  it.each([
    ['rejected', () => reject(request, { by: ben, reason: null }, situation())],
    ['cancelled', () => cancel(request, ana, situation())],
    ['expired', () => ended(request, { kind: 'expired' }, situation())],
    ['failed', () => ended(request, { kind: 'failed', step: 'preflight', trouble: aTrouble }, situation())],
  ] as const)('is taken away: %s', (_, end) => {
    expect(jobsOf(proceeding(end()).effects)).toContain('remove-migration');
  });

  it('stays after a success, and nothing is taken away for a deploy of files from the repository', () => {
    expect(jobsOf(proceeding(ended(request, { kind: 'succeeded' }, situation())).effects)).toEqual([]);
    expect(jobsOf(proceeding(ended(waitingRun(), { kind: 'expired' }, situation())).effects)).toEqual([]);
  });

  it('stands on the card as removed, or as left with its reason, and is recorded once', () => {
    const { run, effects } = proceeding(fileSettled(rejected(), { kind: 'removed' }, situation()));
    expect(run.purpose).toEqual({ kind: 'deploy', wrote: { ...wrote, state: { kind: 'removed' } } });
    expect(actionsOf(effects)).toEqual(['migration-file.removed']);
    expect(drawnOf(effects)[0]?.kind).toBe('run-card');
    expect(fileSettled(run, { kind: 'removed' }, situation()).kind).toBe('leave');
    const left = proceeding(fileSettled(rejected(), { kind: 'left', why: 'it was changed' }, situation()));
    expect(actionsOf(left.effects)).toEqual(['migration-file.left']);
  });

  it('is let alone while its run is open', () => {
    expect(fileSettled(request, { kind: 'removed' }, situation()).kind).toBe('leave');
  });
});
