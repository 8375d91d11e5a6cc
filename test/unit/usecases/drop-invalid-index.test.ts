import { describe, expect, it } from 'vitest';
import type { InquiryId, UserId } from '../../../src/domain/ids.ts';
import { dropInvalidIndex } from '../../../src/usecases/drop-invalid-index.ts';
import { requestRun } from '../../../src/usecases/request-run.ts';
import { ana, dan, noon, production } from '../domain/samples.ts';
import { resolveReport } from '../render/samples.ts';
import { type Stage, stage } from './stage.ts';

const id = 'q1' as InquiryId;

async function answered(building = false): Promise<Stage> {
  const on = await stage();
  const invalid = resolveReport.invalid.map((one) => ({ ...one, building }));
  const finding = { kind: 'resolve' as const, environment: production, report: { ...resolveReport, invalid } };
  const question = { kind: 'resolve' as const, environment: production, migration: 'x', as: 'applied' as const };
  const answer = { kind: 'in-channel' as const, url: 'https://hooks.test/1' };
  const inquiry = { id, question, askedBy: ana, askedAt: noon, channel: 'C01MIGRATIONS' as never, answer, finding };
  await on.store.createInquiry({ ...inquiry, complete: true }, null, []);
  return on;
}
const press = (by: UserId, place = 0) => ({ inquiry: id, place, by, delivery: null });

describe('dropping an invalid index', () => {
  it('is for the right operate, and is recorded with its name', async () => {
    const on = await answered();
    expect(await dropInvalidIndex(on, press(ana))).toMatchObject({ code: 'right-missing', right: 'operate' });
    expect(await dropInvalidIndex(on, press(dan))).toBeNull();
    expect(await on.jobs()).toEqual(['drop-invalid-index']);
    expect((await on.store.audit({ run: null, limit: 1 }))[0]).toMatchObject({
      action: 'invalid-index.drop-asked',
      actor: dan,
      detail: { index: 'public.Order_weight_idx' },
    });
  });

  it('takes no index that the answer does not name, and none that is being built', async () => {
    expect(await dropInvalidIndex(await answered(), press(dan, 1))).toMatchObject({ code: 'press-unknown' });
    expect(await dropInvalidIndex(await answered(), press(dan, -1))).toMatchObject({ code: 'press-unknown' });
    expect(await dropInvalidIndex(await answered(true), press(dan))).toMatchObject({ code: 'press-unknown' });
    expect(await dropInvalidIndex(await stage(), press(dan))).toMatchObject({ code: 'press-unknown' });
  });

  it('waits for no run: it is refused while one works there', async () => {
    const on = await answered();
    const purpose = { kind: 'backup', label: 'x', forRun: null } as const;
    await requestRun(on, { environment: production, purpose, by: ana, delivery: null });
    expect(await dropInvalidIndex(on, press(dan))).toMatchObject({ code: 'environment-busy' });
  });
});
