import { changedAt } from './project.mjs';
import { runQuietly } from './quiet-command.mjs';

const schema = 'prisma/schema.prisma';
const client = 'src/store/generated/client.ts';

/** @type {import('../setup.mjs').SetupStep} */
export const prismaClientStep = {
  downloads: false,
  missing() {
    const stale = changedAt(schema) > 0 && changedAt(client) < changedAt(schema);
    return stale ? `Prisma's client, generated from ${schema}` : undefined;
  },
  async run() {
    const { engineEnvironment } = await import('../../playground/prisma-engine/environment.mjs');
    const quiet = { ...engineEnvironment(), CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' };
    await runQuietly(['node_modules/.bin/prisma', 'generate'], quiet);
  },
};
