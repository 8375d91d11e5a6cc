import { createHash } from 'node:crypto';
import type { Environment } from '../domain/environment.ts';
import type { Sha256 } from '../domain/ids.ts';
import type { Run } from '../domain/run.ts';
import { type Trouble, trouble } from '../domain/trouble.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Host } from '../ports/remote.ts';
import type { TargetSession, Targets } from '../ports/target.ts';
import { troubleOfFailure } from '../prisma-cli/failure-trouble.ts';
import { versionTrouble } from '../prisma-cli/version.ts';
import { prismaVersion } from '../prisma-cli/versions.ts';
import type { Look } from './look.ts';
import { migrateDiff } from './migrate-diff.ts';

/** A migration that is to be made: the folder's name, its text, and the checksum of that. */
export interface Draft {
  readonly name: string;
  readonly sql: string;
  readonly sha256: Sha256;
}

/** `20240115093000_add_user_preferences`, as Prisma names it; the same however often the run is looked at. */
export function draftName({ purpose, requestedAt }: Pick<Run, 'purpose' | 'requestedAt'>): string | null {
  return purpose.kind === 'dev' && purpose.name !== null ? `${stamp(requestedAt)}_${purpose.name}` : null;
}

const stamp = (at: EpochMs): string => new Date(at).toISOString().slice(0, 19).replace(/\D/g, '');

/**
 * What the schema has and the database has not, as the SQL of a new migration, by the host's own Prisma; null where the run
 * makes none, or its file stands there already. It changes nothing.
 */
export async function draftOf(
  { run, environment, host, targets }: { run: Run; environment: Environment; host: Host; targets: Targets },
  { project }: Pick<Look, 'project'>,
): Promise<Draft | Trouble | null> {
  const name = draftName(run);
  if (name === null || project.files.some((file) => file.name === name)) return null;
  const version = prismaVersion(project.prismaVersion);
  if (version === null) return versionTrouble(project.prismaVersion);
  const ends = { folders: {}, from: 'database', to: 'schema', shadow: null } as const;
  const found = await migrateDiff({ environment, host, targets }, version.diff, ends);
  if ('code' in found) return found;
  if (found.kind === 'failed') return troubleOfFailure(found.failure);
  return found.kind === 'none' ? nothingToCreate : draftWith(name, found.sql);
}

const draftWith = (name: string, sql: string): Draft => ({
  name,
  sql,
  sha256: createHash('sha256').update(sql).digest('hex') as Sha256,
});

const nothingToCreate = trouble('nothing-to-create', 'The database has everything that the schema says already.');

/** The same session, from which the text of the draft can be read too. */
export const withDraft = (session: TargetSession, draft: Draft | null): TargetSession =>
  draft === null
    ? session
    : { ...session, sqlOf: async (name) => (name === draft.name ? draft.sql : session.sqlOf(name)) };
