import { type FoundOfFile, type ResolvePurpose, sameFound } from '../domain/resolve.ts';
import { type Trouble, trouble } from '../domain/trouble.ts';
import type { TargetSession, Targets } from '../ports/target.ts';
import { versionTrouble } from '../prisma-cli/version.ts';
import type { Look } from './look.ts';
import { lookForMigration, standingOf } from './look-for-file.ts';
import { resolveRefusal } from './resolve-report.ts';

/** Why this end cannot be recorded now: Prisma would refuse it, or what is in the database is not what was looked at. */
export async function resolveObjection(
  { targets, session }: { readonly targets: Targets; readonly session: TargetSession },
  look: Look,
  { migration, as, found }: ResolvePurpose,
): Promise<Trouble | null> {
  const objection =
    versionTrouble(look.project.prismaVersion) ?? resolveRefusal(standingOf(look, migration), migration, as);
  if (objection !== null) return objection;
  const now = await lookForMigration({ targets, session, look, migration });
  return sameFound(found, now.found) ? null : trouble('found-differs', difference(migration, found, now.found));
}

function difference(migration: string, before: FoundOfFile, now: FoundOfFile): string {
  if (before.file !== now.file) return `The file of ${migration} was changed since this was asked for.`;
  return `When this was asked for, ${words[before.extent]} ${migration} was in the database; now it is ${words[now.extent]} it.`;
}

const words: Readonly<Record<FoundOfFile['extent'], string>> = {
  all: 'all of',
  none: 'nothing of',
  some: 'a part of',
  unknown: 'nobody can say how much of',
};
