import type { Trouble } from '../domain/trouble.ts';
import { assertNever } from '../lib/assert-never.ts';
import type { PrismaFailure } from './failure.ts';

/** A failure of prisma in words for the channel. long: a menu, each kind with its own words. */
export function troubleOfFailure(failure: PrismaFailure): Trouble {
  switch (failure.kind) {
    case 'migration-failed':
      return {
        code: 'migration-failed',
        message: `The migration ${failure.migration} failed. Nothing after it was applied.`,
        facts: [
          { label: 'Prisma', value: 'P3018' },
          { label: 'Migration', value: failure.migration },
          ...(failure.sqlState === null ? [] : [{ label: 'SQLSTATE', value: failure.sqlState }]),
          { label: 'Database', value: failure.message },
        ],
      };
    case 'failed-earlier':
      return {
        code: 'failed-earlier',
        message: 'An earlier migration failed, and nobody has said yet whether it counts as applied or as rolled back.',
        facts: [
          { label: 'Prisma', value: 'P3009' },
          ...failure.migrations.map((value) => ({ label: 'Migration', value })),
        ],
      };
    case 'lock-held':
      return {
        code: 'migration-lock-held',
        message:
          failure.gaveUp === 'prisma'
            ? "Another session holds Prisma's migration lock; it waited 10 s and gave up."
            : "Prisma waited for a lock of another session, most likely that on migrations, up to the session's lock timeout.",
        facts: [
          failure.gaveUp === 'prisma' ? { label: 'Prisma', value: 'P1002' } : { label: 'SQLSTATE', value: '55P03' },
        ],
      };
    case 'no-database':
      return {
        code: 'database-unreachable',
        message: 'Prisma could not open a session with the database.',
        facts: [{ label: failure.code, value: failure.message }],
      };
    case 'not-empty':
      return {
        code: 'prisma-refused',
        message: 'The database has tables but no migration history. Prisma wants a baseline first.',
        facts: [{ label: 'Prisma', value: 'P3005' }],
      };
    case 'refused':
      return {
        code: 'prisma-refused',
        message: 'Prisma refused.',
        facts: [{ label: failure.code ?? 'Prisma', value: failure.message }],
      };
    case 'prisma-missing':
      return { code: 'prisma-missing', message: 'Prisma is not installed where its commands run.', facts: [] };
    case 'signalled':
      return {
        code: 'signalled',
        message: `Prisma was ended by a signal (exit code ${failure.code}).`,
        facts: [],
      };
    case 'exec-failed':
      return {
        code: 'exec-failed',
        message: 'The command did not get as far as Prisma. The service may be stopped.',
        facts: [{ label: 'Host', value: failure.message }],
      };
    default:
      return assertNever(failure);
  }
}
