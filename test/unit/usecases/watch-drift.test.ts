import { describe, expect, it } from 'vitest';
import type { DriftReport } from '../../../src/domain/drift.ts';
import type { Sha256 } from '../../../src/domain/ids.ts';
import type { Inquiry } from '../../../src/domain/inquiry.ts';
import { type Trouble, trouble } from '../../../src/domain/trouble.ts';
import { requestRun } from '../../../src/usecases/request-run.ts';
import { lookAtDriftWhenDue, recordDriftLook } from '../../../src/usecases/watch-drift.ts';
import { driftReport } from '../../fakes/sample-drift.ts';
import { ana, environment, hour, production } from '../domain/samples.ts';
import { type Stage, stage } from './stage.ts';

const watched = { ...environment(), driftEveryMs: 24 * hour };
const same: DriftReport = { ...driftReport, difference: null };
const other: DriftReport = {
  ...driftReport,
  difference: { adopt: 'd'.repeat(64) as Sha256, revert: 'e'.repeat(64) as Sha256, review: null },
};

describe('looking at drift by itself', () => {
  it('begins once in the time that was configured, whoever asks for it', async () => {
    const on = await stage();
    const look = () => lookAtDriftWhenDue(on, watched);
    await Promise.all([look(), look()]);
    expect(await on.jobs()).toEqual(['answer-inquiry']);
    on.pass(23 * hour);
    await look();
    expect(await on.jobs()).toEqual([]);
    on.pass(hour);
    await look();
    expect(await on.jobs()).toEqual(['answer-inquiry']);
  });

  it('does not begin where nothing is configured, nor while a run works there', async () => {
    const on = await stage();
    await lookAtDriftWhenDue(on, environment());
    const purpose = { kind: 'backup' as const, label: 'x', forRun: null };
    await requestRun(on, { environment: production, purpose, by: ana, delivery: null });
    await lookAtDriftWhenDue(on, watched);
    expect(await on.jobs()).toEqual(['execute-run']);
  });
});

describe('what such a look found', () => {
  /** The first look of the environment is begun; each further one is answered as the last. */
  async function looked(on: Stage): Promise<(report: DriftReport | Trouble) => Promise<string>> {
    const inquiries: Inquiry[] = [];
    const store = {
      ...on.store,
      beginDriftLook: (...[inquiry, ...rest]: Parameters<Stage['store']['beginDriftLook']>) => {
        inquiries.push(inquiry);
        return on.store.beginDriftLook(inquiry, ...rest);
      },
    };
    await lookAtDriftWhenDue({ ...on, store }, watched);
    const [inquiry] = inquiries;
    if (inquiry === undefined) throw new Error('looking for the question: none was written');
    return (report) => recordDriftLook(on, inquiry, { kind: 'drift', environment: production, report });
  }

  it('is told where it is something else than what was told last, and only then', async () => {
    const found = await looked(await stage());
    expect(await found(same)).toBe('known');
    expect(await found(driftReport)).toBe('told');
    expect(await found({ ...driftReport, beside: [], applied: 42 })).toBe('known');
    expect(await found(other)).toBe('told');
    expect(await found(same)).toBe('told');
  });

  it('is no news where the host is away for a moment; that it cannot be compared is told once', async () => {
    const found = await looked(await stage());
    await found(driftReport);
    expect(await found(trouble('host-unreachable', 'it refused the connection'))).toBe('unseen');
    expect(await found(driftReport)).toBe('known');
    expect(await found(trouble('prisma-refused', 'no shadow database'))).toBe('told');
    expect(await found(trouble('prisma-refused', 'no shadow database'))).toBe('known');
  });

  it('comes as a message with its files, and not at all where it is known', async () => {
    const on = await stage();
    const found = await looked(on);
    await on.jobs();
    await found(same);
    expect(await on.store.takeOutbox(10, on.clock.now())).toEqual([]);
    await found(driftReport);
    const works = (await on.store.takeOutbox(10, on.clock.now())).map(({ work }) => work);
    expect(works.map((work) => (work.kind === 'draw' ? work.key.split('/')[0] : work.kind)).sort()).toEqual([
      'answer',
      'answer-file',
      'answer-file',
    ]);
  });
});
