import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { playgroundMarker } from '../servers/pid-files.ts';
import type { DemoHost } from './host-layout.ts';

const run = promisify(execFile);

/** `<app>/prisma/migrations/<name>/migration.sql`, where Prisma sees it. */
export function migrationFile({ appDirectory }: Pick<DemoHost, 'appDirectory'>, name: string): string {
  return path.join(appDirectory, 'prisma/migrations', name, 'migration.sql');
}

/** Adds a migration that is then pending; `name` with its timestamp: `20240510120000_add_vault`. */
export async function addMigration(host: DemoHost, name: string, sql: string): Promise<void> {
  await mkdir(path.dirname(migrationFile(host, name)), { recursive: true });
  await writeFile(migrationFile(host, name), sql);
}

/** Changes a migration's file: `edit` gets the present text. */
export async function editMigration(host: DemoHost, name: string, edit: (sql: string) => string): Promise<void> {
  const file = migrationFile(host, name);
  await writeFile(file, edit(await readFile(file, 'utf8')));
}

export async function removeMigration(host: DemoHost, name: string): Promise<void> {
  await rm(path.dirname(migrationFile(host, name)), { recursive: true });
}

/** Names of the migrations that Prisma sees, in its order. */
export async function migrationNames({ appDirectory }: DemoHost): Promise<string[]> {
  const entries = await readdir(path.join(appDirectory, 'prisma/migrations'), { withFileTypes: true });
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
}

export interface PrismaOutput {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the real Prisma CLI as the app does, in its directory and environment. */
export async function runPrisma(host: DemoHost, argv: readonly string[]): Promise<PrismaOutput> {
  const program = path.join(host.appDirectory, 'node_modules/.bin/prisma');
  const env = { PATH: process.env.PATH, NO_COLOR: '1', [playgroundMarker]: host.directory, ...host.environment };
  try {
    return { exitCode: 0, ...(await run(program, argv, { cwd: host.appDirectory, env })) };
  } catch (error) {
    const { code, stdout, stderr } = error as { code?: unknown; stdout?: string; stderr?: string };
    if (typeof code !== 'number') throw error;
    return { exitCode: code, stdout: stdout ?? '', stderr: stderr ?? '' };
  }
}

/** `prisma migrate deploy`; throws with its output when it does not end well. */
export async function applyMigrations(host: DemoHost): Promise<void> {
  const { exitCode, stdout, stderr } = await runPrisma(host, ['migrate', 'deploy']);
  if (exitCode !== 0) throw new Error(`applying migrations of ${host.name}: exit ${exitCode}\n${stdout}${stderr}`);
}
