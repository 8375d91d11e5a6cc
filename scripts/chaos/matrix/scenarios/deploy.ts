import { addMigration } from '../../../../playground/hosts/migrations.ts';
import { countedBackup } from './backup.ts';
import { historyOf, tableExists } from './look-at-target.ts';
import { type Scenario, targetOf } from './scenario.ts';

const migration = '20260101000000_add_vault';

export const countedDeploy = /^(inside|here) .*migrate deploy$/;

export const deploy: Scenario = {
  host: {},
  prepare: (host) => addMigration(host, migration, 'CREATE TABLE "Vault" (id int PRIMARY KEY);\n'),
  ask: ({ type, host }) => type(`deploy ${host.name}`).then(() => undefined),
  target: async (host) => {
    const rows = await historyOf(host, migration);
    const there = await tableExists(host, 'Vault');
    return targetOf(rows.length === 0 && !there, rows.length === 1 && rows[0] === 'applied' && there);
  },
  counted: { backup: countedBackup, deploy: countedDeploy },
};
