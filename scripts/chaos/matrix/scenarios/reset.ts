import { execute } from '../../../../playground/servers/postgres.ts';
import { countedBackup } from './backup.ts';
import { countOf, historyOf } from './look-at-target.ts';
import { type Scenario, targetOf } from './scenario.ts';

export const reset: Scenario = {
  host: { layout: 'plain' },
  prepare: async ({ databaseUrl }) => {
    await execute(databaseUrl, `INSERT INTO "Country" (code, name) VALUES ('FR', 'France')`);
  },
  ask: async ({ type, host, dialog, person }) => {
    await type(`reset ${host.name}`);
    await person.submit(await dialog('Type the name'), { 'losses.environment': host.name });
  },
  target: async (host) => {
    const countries = await countOf(host, 'Country').catch(() => 0);
    const applied = await historyOf(host, '%').catch(() => []);
    const whole = applied.length === 7 && applied.every((stands) => stands === 'applied');
    return targetOf(whole && countries === 4, whole && countries === 3);
  },
  counted: { backup: countedBackup, reset: /^here .*migrate reset/ },
};
