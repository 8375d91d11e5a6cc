import { countedBackup } from './backup.ts';
import { editSchema } from './dev.ts';
import { columnExists, countOf } from './look-at-target.ts';
import { type Scenario, targetOf } from './scenario.ts';

export const push: Scenario = {
  host: { layout: 'plain' },
  prepare: (host) => editSchema(host, (schema) => schema.replace(/^ {2}preferences Json.*\n/m, '')),
  ask: async ({ type, host, dialog, person }) => {
    await type(`push ${host.name}`);
    await person.submit(await dialog('non-null values', 'Type the name'), { 'losses.environment': host.name });
  },
  target: async (host) => {
    const users = await countOf(host, 'User');
    const there = await columnExists(host, { table: 'User', column: 'preferences' });
    return targetOf(users > 0 && there, users > 0 && !there);
  },
  counted: { backup: countedBackup, push: /^here .*db push .*--accept-data-loss/ },
};
