import type { DownReport } from '../domain/drift.ts';
import type { Argv, Environment } from '../domain/environment.ts';
import type { Host } from '../ports/remote.ts';

/**
 * Whether a file written on the host is one that Prisma reads: without a prefix it is the same directory; behind one the
 * folder of migrations must be the same one, by its number in the file system. Writing proves it once more.
 */
export async function hostWritable(
  { environment, host }: { readonly environment: Environment; readonly host: Host },
  migrationsPath: string,
): Promise<DownReport['writable']> {
  const writable = await exitsWell({ environment, host }, ['test', '-w', migrationsPath]);
  if (environment.exec.length === 0)
    return writable ? { kind: 'yes' } : { kind: 'no', why: `the login may not write to ${migrationsPath}` };
  const [outside, inside] = await Promise.all([
    numberOf({ environment, host }, migrationsPath, []),
    numberOf({ environment, host }, migrationsPath, environment.exec),
  ]);
  if (outside === null || outside !== inside)
    return { kind: 'no', why: 'Prisma reads the files of an image, which a file on the host does not change' };
  return writable ? { kind: 'yes' } : { kind: 'no', why: `the login may not write to ${migrationsPath}` };
}

type Site = { readonly environment: Environment; readonly host: Host };

async function exitsWell({ environment, host }: Site, argv: Argv): Promise<boolean> {
  const exit = await host.exec({ argv, directory: environment.directory, stdin: null, timeLimitMs: 20_000 });
  return exit.kind === 'exited' && exit.code === 0;
}

/** "1048739", as `ls -di` says it; null where there is no such folder. */
async function numberOf({ environment, host }: Site, path: string, exec: Argv): Promise<string | null> {
  const argv = [...exec, 'ls', '-di', '--', path];
  const exit = await host.exec({ argv, directory: environment.directory, stdin: null, timeLimitMs: 20_000 });
  if (exit.kind !== 'exited' || exit.code !== 0) return null;
  return /(?:^|\n)\s*(\d+) [^\n]*\s*$/.exec(exit.stdout)?.[1] ?? null;
}
