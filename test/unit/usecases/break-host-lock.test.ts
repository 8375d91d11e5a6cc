import { describe, expect, it } from 'vitest';
import type { UserId } from '../../../src/domain/ids.ts';
import { breakHostLock } from '../../../src/usecases/break-host-lock.ts';
import { requestRun } from '../../../src/usecases/request-run.ts';
import { ana, dan, production } from '../domain/samples.ts';
import { stage } from './stage.ts';

describe('breaking the lock of a host', () => {
  const press = (by: UserId) => ({ environment: production, by, delivery: null });

  it('is for the right destroy alone, and is recorded', async () => {
    const on = await stage();
    expect(await breakHostLock(on, press(ana))).toMatchObject({ code: 'right-missing', right: 'destroy' });
    expect(await breakHostLock(on, press(dan))).toBeNull();
    expect(await on.jobs()).toEqual(['break-host-lock']);
    expect((await on.store.audit({ run: null, limit: 1 }))[0]).toMatchObject({
      action: 'host-lock.broken',
      actor: dan,
    });
  });

  it('is refused while a run of ours works there', async () => {
    const on = await stage();
    await requestRun(on, {
      environment: production,
      purpose: { kind: 'backup', label: 'x', forRun: null },
      by: ana,
      delivery: null,
    });
    expect(await breakHostLock(on, press(dan))).toMatchObject({ code: 'environment-busy' });
  });
});
