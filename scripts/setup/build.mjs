import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { changedAt, newestBelow, root } from './project.mjs';
import { runQuietly } from './quiet-command.mjs';

const mark = 'dist/.built';
const memory = 'node_modules/.cache/tsc/build.tsbuildinfo';

/** @type {import('../setup.mjs').SetupStep} */
export const buildStep = {
  downloads: false,
  missing() {
    const sources = Math.max(newestBelow('src'), changedAt('tsconfig.json'), changedAt('tsconfig.build.json'));
    return changedAt(mark) < sources ? 'dist, built from src' : undefined;
  },
  /** `npm run build` without generating Prisma's client, which is a step of its own. */
  async run() {
    const startedAt = new Date();
    if (changedAt(mark) === 0) rmSync(path.join(root, memory), { force: true }); // else tsc writes only what changed
    await runQuietly(['node_modules/.bin/tsc', '-p', 'tsconfig.build.json']);
    writeFileSync(path.join(root, mark), `${startedAt.toISOString()}\n`);
  },
};
