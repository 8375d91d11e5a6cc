import type { Trouble } from '../domain/trouble.ts';

/** Their commands and words are the same; 8 has other commands and another history. */
const majors = [5, 6, 7];

/** Why Godwit cannot work with the installed version; null when it can. `installed` null: there is none. */
export function versionTrouble(installed: string | null): Trouble | null {
  if (installed === null)
    return { code: 'prisma-missing', message: 'Prisma is not installed where its commands run.', facts: [] };
  if (majors.includes(Number(/^(\d+)\./.exec(installed)?.[1]))) return null;
  return {
    code: 'prisma-version',
    message: `Prisma ${installed} is not one of the versions that Godwit knows (${majors.join(', ')}).`,
    facts: [{ label: 'Installed', value: installed }],
  };
}
