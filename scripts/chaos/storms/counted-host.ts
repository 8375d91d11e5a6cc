import { chmod, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { DemoHost } from '../../../playground/hosts/host-layout.ts';

/** `prisma:` of an environment on such a host. */
export const countingPrisma = './counting-prisma';

const program = `#!/bin/sh
[ "$1 $2" = 'migrate deploy' ] && echo "$$" >> deploys
exec ./node_modules/.bin/prisma "$@"
`;

/** Has the host count how often `prisma migrate deploy` begins there, whoever starts it. */
export async function countDeploys({ appDirectory }: DemoHost): Promise<() => Promise<number>> {
  const file = path.join(appDirectory, countingPrisma);
  const counted = path.join(appDirectory, 'deploys');
  await writeFile(file, program);
  await chmod(file, 0o755);
  await writeFile(counted, '');
  return async () => (await readFile(counted, 'utf8')).split('\n').filter(Boolean).length;
}
