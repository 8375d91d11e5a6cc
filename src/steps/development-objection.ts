import { allowTrouble } from '../domain/allowed.ts';
import type { Environment } from '../domain/environment.ts';
import type { Gate, GateId } from '../domain/gates/gate.ts';
import type { Run } from '../domain/run.ts';
import { type Trouble, trouble } from '../domain/trouble.ts';
import type { Host } from '../ports/remote.ts';
import { versionTrouble } from '../prisma-cli/version.ts';
import { draftName } from './draft.ts';
import { hostWritable } from './host-writable.ts';
import type { Look } from './look.ts';
import { standingObjection } from './standing-objection.ts';

/** Why a run of `dev`, `reset` or `push` cannot begin; null when it can. */
export async function developmentObjection(
  at: { run: Run; environment: Environment; host: Host },
  look: Look,
  gates: readonly Gate[],
): Promise<Trouble | null> {
  const { purpose } = at.run;
  const forbidden = allowTrouble(purpose, at.environment);
  if (forbidden !== null) return forbidden;
  if (purpose.kind !== 'dev') return versionTrouble(look.project.prismaVersion);
  const standing = standingObjection(look, gates);
  if (standing !== null) return standing;
  const name = draftName(at.run);
  if (name !== null) return draftObjection(name, look, gates) ?? writableObjection(at, look);
  return look.comparison.pending.length === 0
    ? trouble('nothing-pending', 'There is nothing to apply: every migration is applied.')
    : null;
}

/** Where `prisma migrate dev` asks to reset the database. What the database has beside its files would go into the new one. */
const asksToReset: readonly GateId[] = ['edited', 'missing', 'drift', 'undeclared'];

/** Why no migration can be made of what the schema and the database differ in. Pure. */
export function draftObjection(
  name: string,
  { comparison }: Pick<Look, 'comparison'>,
  gates: readonly Gate[],
): Trouble | null {
  const [closed] = gates.filter(({ id }) => asksToReset.includes(id));
  if (closed !== undefined) return wouldReset(closed);
  const pending = comparison.pending.filter((one) => one !== name);
  if (pending.length === 0) return null;
  const facts = pending.slice(0, 5).map((value) => ({ label: 'Pending', value }));
  const what = pending.length === 1 ? 'One migration is pending' : `${pending.length} migrations are pending`;
  return trouble('apply-first', `${what}, so the database is not yet what its files say.`, facts);
}

function wouldReset({ id, sentence, details, waysOut }: Gate): Trouble {
  const facts = [
    { label: 'Gate', value: id },
    ...details.slice(0, 5).map((value) => ({ label: 'Found', value })),
    ...waysOut.map((value) => ({ label: 'Way out', value })),
  ];
  return trouble('would-reset', `${sentence}.`, facts);
}

/** A migration must be written where it stays: what is written into a container's own image is gone with the container. */
async function writableObjection(
  at: { environment: Environment; host: Host },
  { project: { migrationsPath } }: Look,
): Promise<Trouble | null> {
  const writable = await hostWritable(at, migrationsPath);
  if (writable.kind === 'yes') return null;
  const code = at.environment.exec.length === 0 ? ('create-failed' as const) : ('files-of-an-image' as const);
  return trouble(code, `Nothing can be written there: ${writable.why}.`, [{ label: 'Folder', value: migrationsPath }]);
}
