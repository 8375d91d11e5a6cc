import { describe, expect, it } from 'vitest';
import type { WrittenMigration } from '../../../src/domain/drift.ts';
import type { InquiryId, Sha256, UserId } from '../../../src/domain/ids.ts';
import { requestRun } from '../../../src/usecases/request-run.ts';
import { askToWrite, downAnswer, recordWriting, requestWritten } from '../../../src/usecases/write-migration.ts';
import { downReport } from '../../fakes/sample-drift.ts';
import { ana, ben, dan, noon, production, teamChannel } from '../domain/samples.ts';
import { type Stage, stage } from './stage.ts';

const inquiry = 'q1' as InquiryId;
const press = (by: UserId) => ({ inquiry, by, delivery: null });

async function answered(report = downReport): Promise<Stage> {
  const on = await stage();
  const about = { kind: 'down' as const, environment: production };
  const asked = { id: inquiry, question: { ...about, newest: 1 }, askedBy: ana, askedAt: noon, channel: teamChannel };
  const answer = { kind: 'posted' } as const;
  await on.store.createInquiry({ ...asked, answer, finding: { ...about, report }, complete: true }, null, []);
  return on;
}

const writing = async (on: Stage) => (await downAnswer(on, inquiry))?.report.writing;
const wrote: WrittenMigration = {
  name: downReport.name,
  migrationsPath: 'prisma/migrations',
  sha256: 'c'.repeat(64) as Sha256,
  undoes: downReport.undoes,
  state: { kind: 'there' },
};

describe('asking for the file of a rollback', () => {
  it('is for the right request, once, and is recorded', async () => {
    const on = await answered();
    expect(await askToWrite(on, press(dan))).toMatchObject({ code: 'right-missing' });
    expect(await askToWrite(on, press(ana))).toBeNull();
    expect(await on.jobs()).toEqual(['write-migration']);
    expect(await askToWrite(on, press(ben))).toMatchObject({ code: 'already-settled', by: ana });
    const [entry] = await on.store.audit({ run: null, limit: 1 });
    expect(entry).toMatchObject({ action: 'migration-file.asked', actor: ana, detail: { file: downReport.name } });
  });

  it('is refused where the file would change nothing, and beside an open request', async () => {
    const image = await answered({ ...downReport, writable: { kind: 'no', why: 'Prisma reads an image' } });
    expect(await askToWrite(image, press(ana))).toEqual({ code: 'nothing-to-do', why: 'Prisma reads an image' });
    const busy = await answered();
    await requestRun(busy, { environment: production, purpose: { kind: 'deploy' }, by: ana, delivery: null });
    expect(await askToWrite(busy, press(ana))).toMatchObject({ code: 'environment-busy' });
    expect(await askToWrite(busy, { ...press(ana), inquiry: 'q9' as InquiryId })).toEqual({ code: 'press-unknown' });
  });

  it('says what became of it', async () => {
    const on = await answered();
    await askToWrite(on, press(ana));
    const end = { kind: 'not-written' as const, by: ana, at: noon, why: 'the login may not write' };
    await recordWriting(on, inquiry, end);
    expect(await writing(on)).toEqual(end);
  });
});

describe('the deploy of a file that lies there', () => {
  it('is one run, also where the worker asks twice', async () => {
    const on = await answered();
    const first = await requestWritten(on, { environment: production, wrote, by: ana });
    expect(first).toEqual({ run: expect.any(String) });
    expect(await requestWritten(on, { environment: production, wrote, by: ana })).toEqual(first);
    const other = await requestWritten(on, { environment: production, wrote: { ...wrote, name: 'other' }, by: ana });
    expect(other).toEqual({ why: expect.stringContaining('is open there') });
  });

  it('is not asked for by somebody who may not any more', async () => {
    const on = await answered();
    expect(await requestWritten(on, { environment: production, wrote, by: dan })).toEqual({
      why: 'its deploy was refused (right-missing)',
    });
  });
});
