import type { Environment } from '../domain/environment.ts';
import { type Trouble, trouble } from '../domain/trouble.ts';
import { clamp } from '../lib/clamp.ts';
import type { Host } from '../ports/remote.ts';
import type { MigrationFolders, ShadowDatabase, Targets } from '../ports/target.ts';
import { type DiffEnd, diffCommand } from '../prisma-cli/commands.ts';
import type { PrismaFailure } from '../prisma-cli/failure.ts';
import { type Difference, readDiff } from '../prisma-cli/read-diff.ts';
import type { DiffDialect } from '../prisma-cli/versions.ts';
import { commandTrouble } from './task-trouble.ts';

export interface DiffSite {
  readonly environment: Environment;
  readonly host: Host;
  readonly targets: Pick<Targets, 'withMigrations' | 'withShadow'>;
}

/** Applying a long history to a shadow database takes its time. */
const diffMs = 5 * 60_000;

export interface DiffEnds {
  readonly folders: MigrationFolders;
  readonly from: DiffEnd;
  readonly to: DiffEnd;
  /** Where one must be given to Prisma; null: it makes one itself, or needs none. */
  readonly shadow: ShadowDatabase | null;
}

/** Runs the host's own `prisma migrate diff`. Throws `RemoteOutage` when the host is away. */
export async function migrateDiff(
  { environment, host, targets }: DiffSite,
  dialect: DiffDialect,
  { folders, from, to, shadow }: DiffEnds,
): Promise<Difference | Trouble> {
  const prisma = shadow === null ? environment.prisma : targets.withShadow(environment, shadow);
  const command = diffCommand(prisma, dialect, { from, to });
  const exit = await host.exec({
    argv: targets.withMigrations(environment, folders, command),
    directory: environment.directory,
    stdin: null,
    timeLimitMs: diffMs,
  });
  if (exit.kind === 'exited') return readDiff(exit);
  return (
    commandTrouble(exit, { name: 'prisma migrate diff', code: 'prisma-refused' }) ?? trouble('internal', 'no exit')
  );
}

type ShadowSite = Pick<DiffSite, 'environment' | 'host'> & { readonly targets: Pick<Targets, 'openShadow'> };

/** Does work that needs a shadow database, with one for just as long where Prisma wants to be given one. */
export async function withShadow<T>(
  { environment, host, targets }: ShadowSite,
  { shadow }: DiffDialect,
  use: (shadow: ShadowDatabase | null) => Promise<T>,
): Promise<{ readonly kind: 'used'; readonly value: T } | { readonly kind: 'refused'; readonly why: string }> {
  if (shadow === 'own') return { kind: 'used', value: await use(null) };
  const opened = await targets.openShadow(environment, host);
  if (opened.kind === 'refused') return opened;
  await using given = opened.shadow;
  return { kind: 'used', value: await use(given) };
}

/** What Prisma said against a comparison, in one line. */
export function refusalWords(failure: PrismaFailure): string {
  if ('message' in failure) return clamp(failure.message, 200);
  return failure.kind;
}
