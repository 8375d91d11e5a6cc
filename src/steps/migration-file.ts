import type { Environment } from '../domain/environment.ts';
import type { Sha256 } from '../domain/ids.ts';
import type { Exit, Host } from '../ports/remote.ts';
import type { Targets } from '../ports/target.ts';
import { lookAt } from './look.ts';

export interface FileSite {
  readonly environment: Environment;
  readonly host: Host;
  readonly targets: Targets;
}

/** A migration by its folder, with its text. */
export interface MigrationText {
  readonly name: string;
  readonly migrationsPath: string;
  readonly sha256: Sha256;
  readonly sql: string;
}

/** Made beside the folder of migrations and moved into it, so that Prisma never finds half of one. */
const writeProgram =
  'set -e; new=$1; at=$2; if [ -e "$at" ]; then cmp -s - "$at/migration.sql" || exit 17; exit 0; fi; ' +
  'umask 022; rm -rf -- "$new"; mkdir -- "$new"; cat >"$new/migration.sql"; mv -- "$new" "$at"';

/** Only the very file; a folder with anything else in it stays. */
const removeProgram =
  'at=$1; [ -e "$at" ] || exit 0; cmp -s - "$at/migration.sql" || exit 18; rm -- "$at/migration.sql" && rmdir -- "$at"';

/**
 * Writes the file on the host, and proves by Prisma's own way to its files that it is read there. Null: it is; else why
 * not, and then nothing of it lies there. Twice is once.
 */
export async function writeMigration(site: FileSite, file: MigrationText): Promise<string | null> {
  const { name, migrationsPath, sha256 } = file;
  const beside = `${migrationsPath.replace(/[^/]+\/*$/, '')}.godwit-${name}`;
  const exit = await run(site, { program: writeProgram, words: [beside, folderOf(file)], stdin: file.sql });
  if (exit.kind !== 'exited' || exit.code !== 0) return exitWords(exit, 'it could not be written');
  const seen = await lookAt(site, async ({ project }) => project.files.find((one) => one.name === name)?.sha256);
  if (seen.kind === 'seen' && seen.value === sha256) return null;
  const why = seen.kind === 'seen' ? 'Prisma does not read what is written on the host' : seen.trouble.message;
  const left = await removeMigration(site, file);
  return left === null ? why : `${why}; ${left}`;
}

/** Takes the file away. Null: it is gone; else why it is not. */
export async function removeMigration(site: FileSite, file: MigrationText): Promise<string | null> {
  const exit = await run(site, { program: removeProgram, words: [folderOf(file)], stdin: file.sql });
  if (exit.kind === 'exited' && exit.code === 0) return null;
  if (exit.kind === 'exited' && exit.code === 18) return 'it was changed since, and stays';
  return exitWords(exit, 'it could not be removed');
}

const folderOf = ({ migrationsPath, name }: MigrationText): string => `${migrationsPath}/${name}`;

const run = (
  { environment, host }: FileSite,
  { program, words, stdin }: { program: string; words: readonly string[]; stdin: string },
): Promise<Exit> =>
  host.exec({
    argv: ['sh', '-c', program, 'sh', ...words],
    directory: environment.directory,
    stdin,
    timeLimitMs: 30_000,
  });

function exitWords(exit: Exit, what: string): string {
  if (exit.kind !== 'exited') return `${what} (${exit.kind})`;
  if (exit.code === 17) return 'another file of that name lies there already';
  const said = exit.stderr.trim().split('\n').at(-1) ?? '';
  return said === '' ? `${what} (exit code ${exit.code})` : `${what}: ${said}`;
}
