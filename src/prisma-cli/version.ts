import { type Trouble, trouble } from '../domain/trouble.ts';
import { knownMajors, prismaVersion } from './versions.ts';

/** Why Godwit cannot work with the installed version; null when it can. `installed` null: there is none. */
export function versionTrouble(installed: string | null): Trouble | null {
  if (installed === null) return trouble('prisma-missing', 'Prisma is not installed where its commands run.');
  if (prismaVersion(installed) !== null) return null;
  return trouble(
    'prisma-version',
    `Prisma ${installed} is not one of the versions that Godwit is known to work with (${knownMajors.join(', ')}).`,
    [{ label: 'Installed', value: installed }],
  );
}

/** What people should know of a version that stops nothing; null where there is nothing to say. */
export function versionWarning(installed: string | null): string | null {
  const unseen = prismaVersion(installed)?.unseen ?? null;
  return unseen === null ? null : `Prisma ${installed} is newer than ${unseen}, the newest that Godwit was tried with`;
}
