import { existsSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { changedAt, root } from './project.mjs';
import { runQuietly, succeeds } from './quiet-command.mjs';

/** npm's own record of what it installed. */
const record = 'node_modules/.package-lock.json';
const calm = ['--include=dev', '--no-audit', '--no-fund', '--no-update-notifier'];

/** @type {import('../setup.mjs').SetupStep} */
export const npmStep = {
  downloads: true,
  missing() {
    if (!existsSync(path.join(root, record))) return 'npm packages, as package-lock.json lists them (about a minute)';
    const wanted = Math.max(changedAt('package.json'), changedAt('package-lock.json'));
    return changedAt(record) < wanted
      ? 'npm packages again: package.json changed since they were installed'
      : undefined;
  },
  async run() {
    if (!(await installedFromScratch())) await runQuietly(['npm', 'install', ...calm]);
    const now = new Date();
    utimesSync(path.join(root, record), now, now); // npm leaves it untouched when nothing had to change
  },
};

/**
 * `npm ci` is exact, but npm 11 refuses a lockfile that was written where a registry lacks other platforms' binaries,
 * and it removes node_modules first, which would pull the floor from under a running process.
 */
async function installedFromScratch() {
  return !existsSync(path.join(root, 'node_modules')) && succeeds(['npm', 'ci', ...calm]);
}
