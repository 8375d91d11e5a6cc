import { type Trouble, trouble } from '../domain/trouble.ts';
import { readFailure } from './failure.ts';
import { troubleOfFailure } from './failure-trouble.ts';
import type { PrismaOutput } from './output.ts';

/** Null where `prisma migrate resolve` ended well; that alone does not prove that the history changed. */
export function resolveTrouble(output: PrismaOutput, migration: string): Trouble | null {
  if (output.code === 0) return null;
  const failure = readFailure(output);
  const known = failure.kind === 'refused' ? refusals[failure.code ?? ''] : undefined;
  return known === undefined ? troubleOfFailure(failure) : known(migration);
}

/** It has an end already (P3008). */
export const alreadyApplied = (migration: string): Trouble =>
  trouble('already-applied', `${migration} is recorded as applied already.`, [{ label: 'Prisma', value: 'P3008' }]);

/** Nothing of it was ever recorded (P3011). */
export const neverApplied = (migration: string): Trouble =>
  trouble('never-applied', `${migration} was never begun on this database, so it cannot be rolled back.`, [
    { label: 'Prisma', value: 'P3011' },
  ]);

/** Only what failed can be marked as rolled back (P3012). */
export const notFailed = (migration: string): Trouble =>
  trouble('not-failed', `${migration} did not fail, so Prisma does not mark it as rolled back.`, [
    { label: 'Prisma', value: 'P3012' },
  ]);

/** There is no folder of this name (P3017). */
export const unknownMigration = (migration: string): Trouble =>
  trouble('unknown-migration', `Neither the files nor the history hold a migration ${migration}.`);

const refusals: Readonly<Record<string, (migration: string) => Trouble>> = {
  P3008: alreadyApplied,
  P3011: neverApplied,
  P3012: notFailed,
  P3017: unknownMigration,
};
