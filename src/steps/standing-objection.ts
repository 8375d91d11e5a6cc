import type { Gate } from '../domain/gates/gate.ts';
import { type Trouble, trouble } from '../domain/trouble.ts';
import { versionTrouble } from '../prisma-cli/version.ts';
import type { Look } from './look.ts';

/** Why nothing can be applied, whatever is pending; null when something can. */
export function standingObjection({ comparison, project }: Look, gates: readonly Gate[]): Trouble | null {
  const version = versionTrouble(project.prismaVersion);
  if (version !== null) return version;
  if (comparison.failed.length > 0) {
    const names = comparison.failed.join(', ');
    const facts = comparison.failed.map((value) => ({ label: 'Migration', value }));
    return trouble('failed-earlier', `An earlier migration failed and nobody has said how it ended: ${names}.`, facts);
  }
  const pooler = gates.find(({ id }) => id === 'pooler');
  return pooler === undefined ? null : trouble('pooler', `${pooler.sentence}.`);
}
