import { type PrismaVersion, versions } from '../../src/prisma-cli/versions.ts';
import { code, table } from './table.ts';

/** The table of versions, newest first, with what is known of each and from what. */
export function prismaVersions(): string {
  const head = ['Prisma', 'What is known', 'Flags of `migrate diff`', 'Shadow database', 'A file without `BEGIN`'];
  return table(
    head,
    versions.map(({ from, known, diff, runsAsOne }) => [
      `from ${from.join('.')}`,
      known,
      [diff.database, diff.schema].map((end) => code(`--from-${end}`)).join(', '),
      shadows[diff.shadow],
      runs[runsAsOne],
    ]),
  );
}

const shadows: Readonly<Record<PrismaVersion['diff']['shadow'], string>> = {
  own: 'Prisma makes and drops it',
  given: 'Godwit makes and drops it, and tells Prisma',
};

const runs: Readonly<Record<PrismaVersion['runsAsOne'], string>> = {
  file: 'one transaction',
  unknown: 'one transaction, or each statement by itself',
};
