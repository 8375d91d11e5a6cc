import { createHash, randomUUID } from 'node:crypto';
import { addMigration } from '../../../../playground/hosts/migrations.ts';
import { execute } from '../../../../playground/servers/postgres.ts';
import { historyOf } from './look-at-target.ts';
import { type Scenario, targetOf } from './scenario.ts';

const migration = '20260101000000_add_parcels';

/** A migration that failed and left nothing behind is marked as rolled back. */
export const resolve: Scenario = {
  host: {},
  prepare: async (host) => {
    const sql = 'CREATE TABLE "Parcel" (id int PRIMARY KEY);\n';
    const checksum = createHash('sha256').update(sql).digest('hex');
    await addMigration(host, migration, sql);
    await execute(
      host.databaseUrl,
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, logs, started_at, applied_steps_count)
       VALUES ($1, $2, $3, 'it broke', now(), 0)`,
      [randomUUID(), checksum, migration],
    );
  },
  ask: async ({ type, host, message, dialog, person }) => {
    await type(`resolve ${host.name} rolled-back ${migration}`);
    const found = await message('Resolve', `on ${host.name}`, 'resolve.rolled-back', 'nothing of it is there');
    await person.press(found, 'resolve.rolled-back');
    await person.submit(await dialog('nothing of it is there'));
  },
  target: async (host) => {
    const [stands] = await historyOf(host, migration);
    return targetOf(stands === 'failed', stands === 'rolled back');
  },
  counted: { resolve: /^inside .*migrate resolve / },
};
