import type { PrismaWord } from '../domain/inquiry.ts';
import type { Comparison } from '../domain/migration.ts';
import type { PrismaFailure } from './failure.ts';
import type { PrismaStatus, PrismaVerdict } from './read-status.ts';

/** What Prisma itself said, for the second stroke of a status card. */
export function prismaWord(status: PrismaStatus, comparison: Comparison): PrismaWord {
  return {
    verdict: verdictWord(status.verdict),
    pending: pendingOf(status.verdict),
    failed: failedOf(status.verdict),
    exitCode: status.exitCode,
    disagreements: disagreements(comparison, status),
  };
}

/** Where Prisma's word differs from what files and history show; one sentence each, empty when they agree. */
export function disagreements(comparison: Comparison, { verdict }: PrismaStatus): readonly string[] {
  if (verdict.kind === 'refused') return [];
  const pending = pendingOf(verdict);
  return [
    ...differ('Pending', pending, comparison.pending),
    ...failedDiffer(verdict, comparison),
    ...(verdict.kind === 'diverged' ? differ('Missing on disk', verdict.missing, comparison.missing) : []),
    ...(verdict.kind === 'up-to-date' ? unnoticed(comparison) : []),
  ];
}

function differ(what: string, prisma: readonly string[], own: readonly string[]): readonly string[] {
  const onlyPrisma = prisma.filter((name) => !own.includes(name));
  const onlyOwn = own.filter((name) => !prisma.includes(name));
  return [
    ...(onlyPrisma.length === 0 ? [] : [`${what} according to Prisma, not to the history: ${onlyPrisma.join(', ')}.`]),
    ...(onlyOwn.length === 0 ? [] : [`${what} according to the history, not to Prisma: ${onlyOwn.join(', ')}.`]),
  ];
}

/** Prisma names failed migrations only where none is pending. */
function failedDiffer(verdict: PrismaVerdict, { failed }: Comparison): readonly string[] {
  if (verdict.kind === 'pending' || verdict.kind === 'diverged') return [];
  return differ('Failed', failedOf(verdict), failed);
}

function unnoticed({ edited, missing }: Comparison): readonly string[] {
  const names = edited.filter((edit) => !edit.lineEndsOnly).map((edit) => edit.name);
  return [
    ...(names.length === 0 ? [] : [`Prisma says up to date and does not see the edit of ${names.join(', ')}.`]),
    ...(missing.length === 0 ? [] : [`Prisma says up to date and does not see that ${missing.join(', ')} is missing.`]),
  ];
}

function verdictWord(verdict: PrismaVerdict): PrismaWord['verdict'] {
  if (verdict.kind === 'refused') return refusedWord(verdict.failure);
  if (verdict.kind === 'diverged') return 'pending';
  return verdict.kind === 'unmanaged' ? 'unclear' : verdict.kind;
}

function refusedWord(failure: PrismaFailure): PrismaWord['verdict'] {
  return failure.kind === 'no-database' ? 'unreachable' : 'unclear';
}

const pendingOf = (verdict: PrismaVerdict): readonly string[] => ('pending' in verdict ? verdict.pending : []);
const failedOf = (verdict: PrismaVerdict): readonly string[] => ('failed' in verdict ? verdict.failed : []);
