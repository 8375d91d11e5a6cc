import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Scenario } from './scenario.ts';

/** Every run that takes a backup does so by the team's script. */
export const countedBackup = /^backup\.sh /;

export const backup: Scenario = {
  host: {},
  prepare: async () => undefined,
  ask: ({ type, host }) => type(`backup ${host.name} chaos`).then(() => undefined),
  target: async ({ directory }, { backup: taken }) => {
    if (taken === null) return 'before';
    const file = path.join(directory, taken.path);
    return existsSync(file) && statSync(file).size === taken.bytes ? 'after' : 'between';
  },
  counted: { backup: countedBackup },
};
