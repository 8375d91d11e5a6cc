import { leave, refuse } from '../domain/decide/outcome.ts';
import { backupBegun, mayBackUp } from '../domain/decide/tick.ts';
import type { Run } from '../domain/run.ts';
import type { Changed } from '../ports/store.ts';
import { changeRun } from './change-run.ts';
import type { Deps } from './deps.ts';
import type { Press } from './press-card.ts';
import { requestRun } from './request-run.ts';
import { wakeWaiting } from './wake-run.ts';

/** *Back up now* on a deploy's card: a backup run of its own, whose end settles the row. */
export async function backUpNow(deps: Deps, press: Press): Promise<Changed> {
  const looked = await changeRun(deps, { ...press, delivery: null }, (run, situation) => {
    const refusal = mayBackUp(run, press.by, situation);
    return refusal === null ? leave : refuse(refusal);
  });
  const run = await deps.store.run(press.run);
  if (looked.kind !== 'left' || run === null) return looked;
  const purpose = { kind: 'backup' as const, label: 'pre-migration', forRun: run.id };
  const begun = await requestRun(deps, {
    environment: run.environment,
    purpose,
    by: press.by,
    delivery: press.delivery,
  });
  if (begun.kind !== 'changed') return begun;
  return changeRun(deps, { run: press.run, delivery: null }, (deploy, situation) =>
    backupBegun(deploy, { by: press.by, backupRun: begun.run.id }, situation),
  );
}

/** Tells the deploy whose row asked for it that this backup ended; and whichever request waits for the end of this run. */
export async function reportBackup(deps: Deps, backup: Run): Promise<void> {
  if (backup.purpose.kind !== 'backup' || backup.state.kind !== 'ended') return;
  await wakeWaiting(deps, backup.environment);
}
