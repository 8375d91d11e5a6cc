import { backupEnded } from '../domain/decide/tick.ts';
import { wake } from '../domain/decide/wake.ts';
import type { EnvironmentId, RunId } from '../domain/ids.ts';
import type { Run } from '../domain/run.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Changed } from '../ports/store.ts';
import { changeRun } from './change-run.ts';
import type { Deps } from './deps.ts';

/** Something passed for a waiting run, time or another run: it may expire, remind, or start. */
export async function wakeRun(deps: Deps, run: RunId): Promise<Changed> {
  await settleBackupRow(deps, run);
  return changeRun(deps, { run, delivery: null }, wake);
}

/** The environment's open request looks again: what it waited for may be over, and its card shows it. */
export async function wakeWaiting(deps: Deps, environment: EnvironmentId): Promise<void> {
  const { open, newer } = await deps.store.surroundings(environment);
  if (open !== null) await wakeRun(deps, open.id);
  if (newer !== null) await deps.store.leaveDue(newer, deps.clock.now());
}

/**
 * The row of *Back up now* takes the end of its run from that run itself: whoever should have told it may have died, and
 * a backup that was cancelled before it began had nobody.
 */
async function settleBackupRow(deps: Deps, id: RunId): Promise<void> {
  const row = (await deps.store.run(id))?.checklist.backup ?? null;
  if (row === null || row.takenAt !== null) return;
  const ending = endOf(await deps.store.run(row.run));
  if (ending === null) return;
  await changeRun(deps, { run: id, delivery: null }, (deploy, situation) =>
    backupEnded(deploy, { backupRun: row.run, ...ending }, situation),
  );
}

/** Null while the backup goes on. */
function endOf(backup: Run | null): { takenAt: EpochMs | null } | null {
  if (backup !== null && backup.state.kind !== 'ended') return null;
  const succeeded = backup?.state.kind === 'ended' && backup.state.ending.kind === 'succeeded';
  return { takenAt: succeeded ? (backup.backup?.takenAt ?? null) : null };
}
