import path from 'node:path';
import type { DownReport } from '../domain/drift.ts';
import type { Argv, Environment } from '../domain/environment.ts';
import type { Host } from '../ports/remote.ts';

/**
 * Whether a file written on the host is one that Prisma reads: without a prefix it is the same directory; behind one the
 * folder of migrations must be the same one, by its number in the file system. Writing proves it once more. Before the
 * very first migration there is no such folder: then it is asked of the one in which it will be made.
 */
export async function hostWritable(
  site: { readonly environment: Environment; readonly host: Host },
  migrationsPath: string,
): Promise<DownReport['writable']> {
  const [writable, same] = await Promise.all([
    exitsWell(site, ['sh', '-c', writableProgram, 'sh', migrationsPath]),
    site.environment.exec.length === 0 || sameFolder(site, migrationsPath),
  ]);
  if (!same) return { kind: 'no', why: 'Prisma reads the files of an image, which a file on the host does not change' };
  return writable ? { kind: 'yes' } : { kind: 'no', why: `the login may not write to ${migrationsPath}` };
}

type Site = { readonly environment: Environment; readonly host: Host };

const writableProgram = 'at=$1; while ! [ -e "$at" ]; do at=$(dirname -- "$at"); done; [ -d "$at" ] && [ -w "$at" ]';

async function exitsWell({ environment, host }: Site, argv: Argv): Promise<boolean> {
  const exit = await host.exec({ argv, directory: environment.directory, stdin: null, timeLimitMs: 20_000 });
  return exit.kind === 'exited' && exit.code === 0;
}

async function sameFolder(site: Site, folder: string): Promise<boolean> {
  const [outside, inside] = await Promise.all([
    numberOf(site, folder, []),
    numberOf(site, folder, site.environment.exec),
  ]);
  if (outside !== null || inside !== null) return outside === inside;
  const above = path.posix.dirname(folder);
  return above !== folder && sameFolder(site, above);
}

/** "1048739", as `ls -di` says it; null where there is no such folder. */
async function numberOf({ environment, host }: Site, folder: string, exec: Argv): Promise<string | null> {
  const argv = [...exec, 'ls', '-di', '--', folder];
  const exit = await host.exec({ argv, directory: environment.directory, stdin: null, timeLimitMs: 20_000 });
  if (exit.kind !== 'exited' || exit.code !== 0) return null;
  return /(?:^|\n)\s*(\d+) [^\n]*\s*$/.exec(exit.stdout)?.[1] ?? null;
}
