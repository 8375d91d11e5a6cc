import type { Environment } from '../domain/environment.ts';
import type { LocksReport } from '../domain/locks.ts';
import { locksReport, runAtWork } from '../domain/locks-report.ts';
import type { Run } from '../domain/run.ts';
import { type Trouble, trouble } from '../domain/trouble.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Host } from '../ports/remote.ts';
import { SqlError, type Targets } from '../ports/target.ts';
import { lockName } from './lock-name.ts';

/** Where locks are looked at. */
export interface LocksSite {
  readonly environment: Environment;
  readonly host: Host;
  readonly targets: Targets;
  /** This Godwit's run there that is queued, runs, or is of unknown outcome. */
  readonly executing: () => Promise<Run | null>;
  readonly now: () => EpochMs;
}

/** Who waits for whom, through the reader that looks left open. */
export async function lookAtLocks(site: LocksSite): Promise<LocksReport | Trouble> {
  const { environment, host, targets, executing, now } = site;
  const { directory, exec } = environment;
  const glance = host.glance({ lock: lockName(environment), directory, files: exec });
  const [looked, run] = await Promise.all([orSqlTrouble(targets.lookAtLocks(environment, host, glance)), executing()]);
  if (looked.kind === 'trouble') return looked.trouble;
  const { owner } = await glance;
  return locksReport(looked.locks, { run: runAtWork(run, owner, now()), now: now() });
}

/** A server that is held up may refuse even to say by whom. */
async function orSqlTrouble<T>(look: Promise<T>): Promise<T | { readonly kind: 'trouble'; readonly trouble: Trouble }> {
  try {
    return await look;
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    const value = [error.sqlState, error.message].filter(Boolean).join(': ');
    const said = trouble('database-unreachable', 'The database did not say who waits for whom.', [
      { label: 'Cause', value },
    ]);
    return { kind: 'trouble', trouble: said };
  }
}
