import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type OpenStore, openStore } from '../../../src/store/open-store.ts';
import { silentLog } from '../../fakes/sample-runs.ts';
import { freshOwnTables } from '../../support/own-tables.ts';
import { ana, ben, officeOf } from '../../unit/slack/people.ts';

/** BEGIN, enter, look around, write, COMMIT. */
const oneTransaction = 5;

let store: OpenStore;
beforeAll(async () => {
  store = openStore({ databaseUrl: await freshOwnTables('round-trips'), log: silentLog });
});
afterAll(() => store[Symbol.asyncDispose]());

test('a request is one transaction of five round trips before its acknowledgement', async () => {
  const office = officeOf({ store });
  await office.type(ana, 'deploy production');
  const asked = vi.spyOn(pg.Client.prototype, 'query');
  try {
    expect((await office.type(ana, 'deploy staging')).acks).toBe(1);
    expect(asked).toHaveBeenCalledTimes(oneTransaction);
    asked.mockClear();
    const [run] = (await store.runs({ environment: null, limit: 9 })).filter(({ environment }) =>
      environment.endsWith('production'),
    );
    asked.mockClear();
    await office.press(ben, 'run.cancel', run?.id ?? '');
    expect(asked).toHaveBeenCalledTimes(oneTransaction);
  } finally {
    asked.mockRestore();
  }
});
