import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

/** How `prisma migrate deploy` ended: its exit code and everything it printed. */
export interface Migrated {
  readonly exitCode: number;
  readonly output: string;
}

/**
 * Brings Godwit's own tables up with Prisma's own CLI, as a child process. The URL travels in the environment, never in
 * argv; the rest of `environment` is handed on, so that a configured engine is found.
 */
export async function migrateOwnTables(options: {
  readonly databaseUrl: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}): Promise<Migrated> {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const prisma = createRequire(import.meta.url).resolve('prisma/build/index.js');
  const { exitCode, all } = await execa(
    process.execPath,
    [prisma, 'migrate', 'deploy', '--config', path.join(root, 'prisma.config.ts')],
    {
      cwd: root,
      env: {
        ...options.environment,
        DATABASE_URL: options.databaseUrl,
        NO_COLOR: '1',
        CHECKPOINT_DISABLE: '1',
        PRISMA_HIDE_UPDATE_MESSAGE: '1',
      },
      extendEnv: false,
      all: true,
      reject: false,
      stdin: 'ignore',
    },
  );
  return { exitCode: exitCode ?? 1, output: all };
}
