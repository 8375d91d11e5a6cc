import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { execute } from '../../../playground/servers/postgres.ts';
import type { Effect } from '../../../src/domain/effect.ts';
import type { Json } from '../../../src/lib/canonical-json.ts';
import { type OpenStore, openStore } from '../../../src/store/open-store.ts';
import { ana, noon, production, silentLog } from '../../fakes/sample-runs.ts';
import { freshOwnTables } from '../../support/own-tables.ts';

const record = (detail: Json): Effect => ({
  kind: 'record',
  entry: { at: noon, actor: ana, action: 'run.noted', environment: production, run: null, detail },
});

describe('the audit chain', () => {
  let url = '';
  let store: OpenStore;
  beforeAll(async () => {
    url = await freshOwnTables('audit');
    store = openStore({ databaseUrl: url, log: silentLog });
  });
  afterAll(() => store[Symbol.asyncDispose]());

  it('stays one chain when many write at once', async () => {
    const details: readonly Json[] = [null, 1e21, 0.1, 'ü"\\\n', [], { b: 1, a: { z: null, y: [true] } }, -0];
    await Promise.all(
      details.flatMap((detail) => [
        store.perform(null, [record(detail), record('x')]),
        store.perform(null, [record(detail)]),
      ]),
    );
    expect(await store.checkAudit()).toEqual({ kind: 'intact', entries: details.length * 3 });
  });

  it('shows an entry that was changed, and one that was removed, wherever it stood', async () => {
    await execute(url, `UPDATE audit SET detail = '"other"' WHERE sequence = 4`);
    expect(await store.checkAudit()).toEqual({ kind: 'broken', atEntry: 4 });
    await execute(url, 'DELETE FROM audit WHERE sequence = 3');
    expect(await store.checkAudit()).toEqual({ kind: 'broken', atEntry: 3 });
  });

  it('shows that its end was cut off', async () => {
    const other = await freshOwnTables('audit_end');
    await using cut = openStore({ databaseUrl: other, log: silentLog });
    await cut.perform(null, [record(1), record(2)]);
    await execute(other, 'DELETE FROM audit WHERE sequence = 2');
    expect(await cut.checkAudit()).toEqual({ kind: 'broken', atEntry: 2 });
  });
});
