import { expect, it } from 'vitest';
import type { Refusal } from '../../../src/domain/refusal.ts';
import { recordAttempt, recordReplay } from '../../../src/usecases/record-attempt.ts';
import { ana, ben, dan, minute, production } from '../domain/samples.ts';
import { opened, stage } from './stage.ts';

const missing: Refusal = { code: 'right-missing', right: 'approve', environment: production, holders: [ben] };
const attempt = { by: dan, what: 'button run.approve', about: null, refusal: missing };

it('is recorded once a minute for each person and thing', async () => {
  const on = await stage();
  const run = await opened(on);
  const recorded = async () =>
    (await on.store.audit({ run: null, limit: 50 })).filter((one) => one.action === 'attempt.refused');
  await Promise.all(Array.from({ length: 20 }, () => recordAttempt(on, { ...attempt, about: `${run.id}:abc` })));
  expect(await recorded()).toMatchObject([
    {
      actor: dan,
      run: run.id,
      environment: production,
      detail: { what: 'button run.approve', code: 'right-missing', right: 'approve' },
    },
  ]);
  await recordAttempt(on, { ...attempt, by: ana, refusal: { code: 'self-approval' }, about: run.id });
  await recordAttempt(on, { ...attempt, what: 'dialog reject', about: run.id });
  expect(await recorded()).toHaveLength(3);
  on.pass(minute);
  await recordAttempt(on, { ...attempt, about: run.id });
  expect(await recorded()).toHaveLength(4);
});

it('says of no run what is about none', async () => {
  const on = await stage();
  for (const about of ['r-none', '', 'x'.repeat(5_000), null]) await recordAttempt(on, { ...attempt, about });
  expect(await on.store.audit({ run: null, limit: 9 })).toMatchObject([{ run: null, environment: production }]);
});

it('leaves typos and late presses alone', async () => {
  const on = await stage();
  for (const refusal of [{ code: 'press-unknown' }, { code: 'press-expired' }] as const) {
    await recordAttempt(on, { ...attempt, refusal });
  }
  expect(await on.store.audit({ run: null, limit: 9 })).toEqual([]);
});

it('breaks no answer where the tables are away', async () => {
  const on = await stage();
  const away = { ...on, store: { ...on.store, perform: () => Promise.reject(new Error('away')) } };
  await expect(recordAttempt(away, attempt)).resolves.toBeUndefined();
  await expect(recordReplay(away)).resolves.toBeUndefined();
});

it('holds a replayed delivery against nobody, once a minute', async () => {
  const on = await stage();
  for (let times = 0; times < 5; times += 1) await recordReplay(on);
  expect(await on.store.audit({ run: null, limit: 9 })).toMatchObject([{ actor: null, action: 'delivery.replayed' }]);
});
