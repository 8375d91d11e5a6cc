import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { execute } from '../../../playground/servers/postgres.ts';
import { migrateOwnTables } from '../../../src/store/migrate-own-tables.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { shippedMigrations } from '../../../src/store/schema-state.ts';
import { silentLog } from '../../fakes/sample-runs.ts';
import { freshDatabase } from '../../support/databases.ts';

const engine = fileURLToPath(new URL('../../../playground/prisma-engine/schema-engine.mjs', import.meta.url));

describe('bringing the own tables up', () => {
  it('goes from nothing to current by the real CLI, and sees what is behind or ahead', async () => {
    const databaseUrl = await freshDatabase('own_cli');
    await using store = openStore({ databaseUrl, log: silentLog });
    const names = (await shippedMigrations()).map(({ name }) => name);
    expect(names.length).toBeGreaterThan(0);
    expect(await store.schemaState()).toEqual({ kind: 'older', missing: names });

    const environment = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: engine };
    const migrated = await migrateOwnTables({ databaseUrl, environment });
    expect(migrated).toMatchObject({ exitCode: 0 });
    expect(await store.schemaState()).toEqual({ kind: 'current' });
    expect(await store.runs({ environment: null, limit: 1 })).toEqual([]);

    await execute(databaseUrl, `UPDATE _prisma_migrations SET migration_name = '29990101000000_later'`);
    expect(await store.schemaState()).toEqual({ kind: 'newer' });
  });

  it('says what stood in the way', async () => {
    const environment = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: engine };
    const databaseUrl = 'postgresql://nobody:secret-of-nobody@127.0.0.1:1/none';
    const { exitCode, output } = await migrateOwnTables({ databaseUrl, environment });
    expect(exitCode).toBe(1);
    expect(output).toContain('P1001');
    expect(output).not.toContain('secret-of-nobody');
  });
});
