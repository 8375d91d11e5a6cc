import type { EpochMs } from '../../lib/time.ts';
import { after } from '../../lib/time.ts';
import { earlyBackupServesMs } from '../checklist.ts';
import type { Decision } from '../decision.ts';
import type { RunId, UserId } from '../ids.ts';
import type { ChecklistItem } from '../policy.ts';
import type { Refusal } from '../refusal.ts';
import type { Checklist, Run } from '../run.ts';
import type { Situation } from '../situation.ts';
import { openAt } from '../windows.ts';
import { announce, leave, recordOf, refuse } from './outcome.ts';
import { rightRefusal } from './right-refusal.ts';
import { settle } from './settle.ts';
import { isShown, notWaiting } from './standing.ts';

/** Somebody read the SQL of this receipt. A reviewer may approve and is not the requester. */
export function reviewed(run: Run, press: { by: UserId; shownReceipt: string }, situation: Situation): Decision {
  const late = notWaiting(run);
  if (late !== null) return refuse(late);
  if (press.by === run.requestedBy) return refuse({ code: 'self-review' });
  const refusal = rightRefusal('approve', press.by, situation);
  if (refusal !== null) return refuse(refusal);
  const receipt = run.plan?.receipt;
  if (receipt === undefined || !isShown(receipt, press.shownReceipt)) {
    return refuse({ code: 'receipt-outdated', run: run.id });
  }
  const { review } = run.checklist;
  if (review?.receipt === receipt) return refuse(settledAlready('the review', review));
  return ticked(run, { review: { by: press.by, at: situation.now, receipt } }, 'review', press.by, situation);
}

/** Somebody picks when the run may start; it must lie ahead, and inside the configured windows where there are any. */
export function windowPicked(
  run: Run,
  press: { by: UserId; opensAt: EpochMs; lengthMs: number },
  situation: Situation,
): Decision {
  const refusal = notWaiting(run) ?? mayTick(press.by, situation) ?? outsideWindows(press, situation);
  if (refusal !== null) return refuse(refusal);
  const { by, opensAt, lengthMs } = press;
  const window = { kind: 'picked' as const, by, at: situation.now, opensAt, closesAt: after(opensAt, lengthMs) };
  return ticked(run, { window }, 'window', by, situation);
}

/** Somebody says that no window is needed; where windows are configured, they stay. */
export function windowNotNeeded(run: Run, by: UserId, situation: Situation): Decision {
  const refusal = notWaiting(run) ?? mayTick(by, situation);
  if (refusal !== null) return refuse(refusal);
  if (situation.environment.policy.windows.length > 0) {
    return refuse({ code: 'window-needed', environment: run.environment });
  }
  const { window } = run.checklist;
  if (window?.kind === 'not-needed') return refuse(settledAlready('the window', window));
  return ticked(run, { window: { kind: 'not-needed', by, at: situation.now } }, 'window', by, situation);
}

/** Somebody tells the team that the run is coming. */
export function announced(run: Run, by: UserId, situation: Situation): Decision {
  const refusal = notWaiting(run) ?? mayTick(by, situation);
  if (refusal !== null) return refuse(refusal);
  if (run.checklist.notify !== null) return refuse(settledAlready('the announcement', run.checklist.notify));
  const next = { ...run, checklist: { ...run.checklist, notify: { by, at: situation.now } } };
  return settle(next, situation, [...announce(run, 'requested', situation), ...ticks(run, 'notify', by, situation)]);
}

/** Null where *Back up now* makes sense: the request still waits, and there is no fresh backup. */
export function mayBackUp(run: Run, by: UserId, situation: Situation): Refusal | null {
  const { backup } = run.checklist;
  const taken = backup !== null && backup.takenAt !== null ? { by: backup.by, at: backup.takenAt } : null;
  const fresh = taken !== null && situation.now - taken.at <= earlyBackupServesMs;
  const done = fresh ? settledAlready('the backup', taken) : null;
  return notWaiting(run) ?? mayTick(by, situation) ?? done;
}

/** *Back up now* was pressed, and its own run began. */
export function backupBegun(run: Run, press: { by: UserId; backupRun: RunId }, situation: Situation): Decision {
  const refusal = mayBackUp(run, press.by, situation);
  if (refusal !== null) return refuse(refusal);
  return ticked(run, { backup: { run: press.backupRun, takenAt: null, by: press.by } }, 'backup', press.by, situation);
}

/** The run of *Back up now* ended; without a backup the row falls back to the start of the run. */
export function backupEnded(
  run: Run,
  ending: { backupRun: RunId; takenAt: EpochMs | null },
  situation: Situation,
): Decision {
  const { backup } = run.checklist;
  if (run.state.kind !== 'waiting' || backup?.run !== ending.backupRun) return leave;
  const next = ending.takenAt === null ? null : { ...backup, takenAt: ending.takenAt };
  return settle({ ...run, checklist: { ...run.checklist, backup: next } }, situation, []);
}

/** Null where the person may settle rows of the checklist: those who may request, and those who may approve. */
export function mayTick(by: UserId, situation: Situation): Refusal | null {
  const refusal = rightRefusal('request', by, situation);
  return refusal === null || rightRefusal('approve', by, situation) === null ? null : refusal;
}

function outsideWindows(
  { opensAt, lengthMs }: { opensAt: EpochMs; lengthMs: number },
  { environment, now }: Situation,
) {
  const refusal = (why: string): Refusal => ({ code: 'window-outside', why });
  if (after(opensAt, lengthMs) <= now) return refusal('the picked time is over already');
  const { windows } = environment.policy;
  if (windows.length === 0 || openAt(windows, opensAt).open) return null;
  return refusal('the picked time lies outside the configured windows');
}

function ticked(run: Run, change: Partial<Checklist>, item: ChecklistItem, by: UserId, situation: Situation): Decision {
  return settle({ ...run, checklist: { ...run.checklist, ...change } }, situation, ticks(run, item, by, situation));
}

const ticks = (run: Run, item: ChecklistItem, by: UserId, { now }: Situation) => [
  recordOf(run, { at: now, actor: by, action: `checklist.${item}` }),
];

const settledAlready = (what: string, { by, at }: { by: UserId; at: EpochMs }): Refusal => ({
  code: 'already-settled',
  what,
  by,
  at,
});
