import type { Environment } from '../domain/environment.ts';
import type { DriftLook, Gate, MigrationLock, Pooler } from '../domain/gates/gate.ts';
import { closedGates } from '../domain/gates/menu.ts';
import type { RunId } from '../domain/ids.ts';
import type { HostLockOwner } from '../domain/inquiry.ts';
import { epochMs } from '../lib/time.ts';
import type { Host } from '../ports/remote.ts';
import type { MigrationLockHolder, TargetSession, Targets } from '../ports/target.ts';
import { lookForDrift } from './drift.ts';
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

/** What of the database gates are judged by, besides files and history. */
interface Standing {
  readonly holder: MigrationLockHolder | null;
  /** Who holds the host; asked where somebody holds Prisma's lock. */
  readonly owner: HostLockOwner | null;
  readonly pooler: Pooler | null;
}

/** The gates that are closed now, the comparison of the database with its files among them. */
export async function gatesAt(site: GateSite, look: Look, session: TargetSession): Promise<readonly Gate[]> {
  const [pooler, holder] = [await session.pooler(), await site.targets.lockHolder(session)];
  const drift = await lookForDrift(look, session, () => site.targets.catalog(session));
  return gatesOf(site, look, { pooler, holder, owner: await ownerBeside(site, holder) }, drift);
}

/** The same, of what was looked at already; without `drift` that comparison is left out. Pure. */
export function gatesOf(
  site: Omit<GateSite, 'host' | 'targets'>,
  { project, history, comparison }: Look,
  { pooler, holder, owner }: Standing,
  drift: DriftLook = { kind: 'not-looked' },
): readonly Gate[] {
  const { files, migrationsPath } = project;
  const lock = holder === null ? null : lockOf(site, holder, owner);
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
  return holder === null ? null : lockOf(site, holder, await ownerBeside(site, holder));
}

const ownerBeside = async ({ host, environment }: GateSite, holder: MigrationLockHolder | null) =>
  holder === null ? null : host.lockOwner(lockName(environment));

function lockOf(
  site: Pick<GateSite, 'run' | 'instance'>,
  { pid, applicationName, user, state, backendStart }: MigrationLockHolder,
  owner: HostLockOwner | null,
): MigrationLock {
  const since = backendStart === null ? null : epochMs(Math.round(Number(backendStart) * 1_000));
  const run =
    owner === null || owner.run === site.run ? null : { id: owner.run, own: owner.instance === site.instance };
  return { pid, application: applicationName, user, state, since, run };
}
