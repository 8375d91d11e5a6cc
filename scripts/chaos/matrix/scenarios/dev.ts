import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { DemoHost } from '../../../../playground/hosts/host-layout.ts';
import { countedBackup } from './backup.ts';
import { countedDeploy } from './deploy.ts';
import { columnExists, historyOf } from './look-at-target.ts';
import { type Scenario, targetOf } from './scenario.ts';

export const dev: Scenario = {
  host: { layout: 'plain' },
  prepare: (host) =>
    editSchema(host, (schema) =>
      schema.replace('karat Int         @default(24)', 'karat Int         @default(24)\n  alloy String?'),
    ),
  ask: ({ type, host }) => type(`dev ${host.name} add_alloy`).then(() => undefined),
  target: async (host) => {
    const there = await columnExists(host, { table: 'Product', column: 'alloy' });
    const rows = await historyOf(host, '%_add_alloy');
    const names = await readdir(path.join(host.appDirectory, 'prisma/migrations'));
    const written = names.filter((name) => name.endsWith('_add_alloy')).length;
    // The file may stand without being applied: it is written a step earlier.
    return targetOf(!there && rows.length === 0 && written < 2, there && rows.join() === 'applied' && written === 1);
  },
  counted: { backup: countedBackup, deploy: countedDeploy },
};

export async function editSchema({ appDirectory }: DemoHost, edit: (schema: string) => string): Promise<void> {
  const file = path.join(appDirectory, 'prisma/schema.prisma');
  await writeFile(file, edit(await readFile(file, 'utf8')));
}
