import { changedAt } from './project.mjs';
import { runQuietly, succeeds } from './quiet-command.mjs';

const home = 'playground/prisma-6';
/** npm's own record of what it installed. */
const record = `${home}/node_modules/.package-lock.json`;

/**
 * The older Prisma that stories run for real. Its program has the same name as that of this project's own, so that it
 * has a folder and a lock file of its own.
 * @type {import('../setup.mjs').SetupStep}
 */
export const olderPrismaStep = {
  downloads: true,
  missing() {
    const stale = changedAt(record) < changedAt(`${home}/package-lock.json`);
    return stale ? 'Prisma 6, for the stories of hosts that have it (some seconds)' : undefined;
  },
  async run() {
    const rest = ['--prefix', home, '--no-audit', '--no-fund', '--no-update-notifier'];
    // npm 11 refuses a lockfile that was written where a registry lacks other platforms' binaries
    if (!(await succeeds(['npm', 'ci', ...rest]))) await runQuietly(['npm', 'install', ...rest]);
  },
};
