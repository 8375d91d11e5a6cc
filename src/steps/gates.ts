import type { Environment } from '../domain/environment.ts';
import type { DriftLook, Gate, MigrationLock } from '../domain/gates/gate.ts';
import { closedGates } from '../domain/gates/menu.ts';
import type { RunId } from '../domain/ids.ts';
import { epochMs } from '../lib/time.ts';
import type { Host } from '../ports/remote.ts';
import type { MigrationLockHolder, TargetSession, Targets } from '../ports/target.ts';
import { lockName } from './lock-name.ts';
import type { Look } from './look.ts';

/** Where gates are looked at, and by whom. */
export interface GateSite {
  readonly environment: Environment;
  readonly host: Host;
  readonly targets: Targets;
  /** This Godwit, as its lock on the host names it. */
  readonly instance: string;
  /** The run that looks, whose own lock is nobody else's; null: an inquiry. */
  readonly run: RunId | null;
}

/** The gates that are closed now. Without `drift` the comparison of the database with its files is left out. */
export async function gatesAt(
  site: GateSite,
  look: Look,
  session: TargetSession,
  drift: DriftLook = { kind: 'not-looked' },
): Promise<readonly Gate[]> {
  const [pooler, lock] = [await session.pooler(), await migrationLock(site, session)];
  const { project, history, comparison } = look;
  const { files, migrationsPath } = project;
  return closedGates({
    environment: site.environment,
    migrationsPath,
    files,
    history,
    comparison,
    lock,
    pooler,
    drift,
  });
}

/** Who holds Prisma's advisory lock; null: nobody. */
export async function migrationLock(site: GateSite, session: TargetSession): Promise<MigrationLock | null> {
  const holder = await site.targets.lockHolder(session);
  if (holder === null) return null;
  const owner = await site.host.lockOwner(lockName(site.environment));
  const run =
    owner === null || owner.run === site.run ? null : { id: owner.run, own: owner.instance === site.instance };
  return { ...lockOf(holder), run };
}

const lockOf = ({ pid, applicationName, user, state, backendStart }: MigrationLockHolder) => ({
  pid,
  application: applicationName,
  user,
  state,
  since: backendStart === null ? null : epochMs(Math.round(Number(backendStart) * 1_000)),
});
