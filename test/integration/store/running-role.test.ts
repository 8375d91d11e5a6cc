import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLogin, execute } from '../../../playground/servers/postgres.ts';
import type { Effect } from '../../../src/domain/effect.ts';
import type { RunId, Sha256 } from '../../../src/domain/ids.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { grantRunningRole, tablePrivileges } from '../../../src/store/running-role.ts';
import { ana, noon, production, silentLog } from '../../fakes/sample-runs.ts';
import { freshOwnTables } from '../../support/own-tables.ts';

const record: Effect = {
  kind: 'record',
  entry: { at: noon, actor: ana, action: 'run.noted', environment: production, run: null, detail: null },
};

describe('the role of a running Godwit', () => {
  let owner = '';
  let running = '';
  beforeAll(async () => {
    owner = await freshOwnTables('roles');
    await execute(owner, 'CREATE TABLE _prisma_migrations (migration_name text)'); // the CLI's own, made by hand here
    running = await createLogin(owner);
    await execute(owner, `GRANT ALL ON ALL TABLES IN SCHEMA public TO "${new URL(running).username}"`);
    expect(await grantRunningRole(owner, running)).toMatchObject({ kind: 'granted' });
  });
  afterAll(() => execute(owner, `DROP OWNED BY "${new URL(running).username}"`));

  it('knows every table', async () => {
    const tables = await execute<{ name: string }>(
      owner,
      `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'`,
    );
    expect(tables.map(({ name }) => name).sort()).toEqual(Object.keys(tablePrivileges).sort());
  });

  it('appends to the audit chain', async () => {
    await using store = openStore({ databaseUrl: running, log: silentLog });
    expect(await store.ownsAudit()).toBe(false);
    await store.perform(null, [record]);
    expect(await store.checkAudit()).toMatchObject({ kind: 'intact' });
    expect(await store.audit({ run: null, limit: 1 })).toMatchObject([{ action: 'run.noted' }]);
  });

  it('may freeze, freeze anew, and keep what the reviewer said', async () => {
    await using store = openStore({ databaseUrl: running, log: silentLog });
    const freeze = { environment: production, reason: 'audit', by: ana, since: noon, until: null };
    for (const reason of ['release day', 'audit']) {
      expect(await store.setFreeze({ ...freeze, reason }, null, [])).toBe('set');
      await store.saveReviewDetail('r1' as RunId, { mark: 'm' as Sha256, files: [] }, noon);
    }
    expect(await store.freezes()).toMatchObject([{ reason: 'audit' }]);
    expect(await store.reviewDetail('r1' as RunId)).toEqual({ mark: 'm', files: [] });
  });

  it.each([
    'UPDATE audit SET actor = NULL',
    'DELETE FROM audit',
    'TRUNCATE audit',
    `INSERT INTO audit SELECT 99, at, actor, action, environment, run, detail, hash FROM audit LIMIT 1`,
    'UPDATE audit_head SET sequence = 0',
    'DELETE FROM audit_head',
    'DELETE FROM run',
    'DROP TABLE audit',
    'ALTER TABLE audit DISABLE TRIGGER ALL',
    'CREATE TABLE own_audit ()',
    'DELETE FROM _prisma_migrations',
    `CREATE OR REPLACE FUNCTION append_audit(entries JSONB) RETURNS INTEGER LANGUAGE sql AS 'SELECT 0'`,
    `SET ROLE godwit`,
  ])('may not: %s', async (sql) => {
    await expect(execute(running, sql)).rejects.toThrow(/permission denied|must be owner/);
  });

  it('cannot lead the append to tables of its own', async () => {
    const head = `CREATE TEMP TABLE audit_head AS SELECT true AS one, 40::bigint AS sequence, 'x' AS hash`;
    const rows = `CREATE TEMP TABLE audit AS SELECT * FROM public.audit WHERE false`;
    const append = `SELECT append_audit('[{"at":"2026-11-22T12:00:00Z","action":"x","detail":null,"canonical":"x"}]')`;
    await execute(running, `${head}; ${rows}; ${append}`);
    const [last] = await execute<{ sequence: string }>(owner, 'SELECT max(sequence) AS sequence FROM audit');
    expect(Number(last?.sequence)).toBeLessThan(40);
  });

  it('is said not to be there, or to be too powerful', async () => {
    expect(await grantRunningRole(owner, 'postgres://nobody-there@127.0.0.1/x')).toEqual({
      kind: 'unknown-role',
      role: 'nobody-there',
    });
    const member = await createLogin(owner);
    const role = new URL(member).username;
    await execute(owner, `ALTER ROLE "${role}" NOINHERIT; GRANT godwit TO "${role}"`);
    expect(await grantRunningRole(owner, member)).toEqual({ kind: 'too-powerful', role });
    await execute(owner, `DROP OWNED BY "${role}"; DROP ROLE "${role}"`);
    expect(await grantRunningRole(owner, owner)).toEqual({ kind: 'same-role', role: 'godwit' });
  });
});
