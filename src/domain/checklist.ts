import { assertNever } from '../lib/assert-never.ts';
import { type EpochMs, epochMs } from '../lib/time.ts';
import { waitsForNobody } from './emergency.ts';
import type { ChecklistItem } from './policy.ts';
import type { ChecklistRow } from './readiness-types.ts';
import { needsWindow } from './review.ts';
import { appliesFiles, type Run } from './run.ts';
import type { Situation } from './situation.ts';
import { describeWindows, type Opening, openAt } from './windows.ts';

type RowState = ChecklistRow['state'];

const settled = (how: string, tick: { by: RowBy; at: EpochMs } | null = null): RowState => ({
  kind: 'settled',
  how,
  by: tick?.by ?? null,
  at: tick?.at ?? null,
});
type RowBy = Extract<RowState, { kind: 'settled' }>['by'];
const open = (need: string): RowState => ({ kind: 'open', need });

/** A backup of *Back up now* serves the run for this long; an older one is taken again at the start. */
export const earlyBackupServesMs = 60 * 60_000;

/** The configured rows of the checklist of what applies files, each with how it stands. Other runs have none. */
export function checklistRows(run: Run, situation: Situation): readonly ChecklistRow[] {
  if (!appliesFiles(run.purpose.kind)) return [];
  const emergency = waitsForNobody(run, situation);
  return situation.environment.policy.checklist.map((item) => {
    const state = rowState(item, run, situation);
    return { item, state: emergency && state.kind === 'open' ? { kind: 'passed-over', need: state.need } : state };
  });
}

function rowState(item: ChecklistItem, run: Run, situation: Situation): RowState {
  switch (item) {
    case 'backup':
      return backupRow(run, situation);
    case 'review':
      return reviewRow(run);
    case 'staging':
      return stagingRow(run, situation);
    case 'window':
      return windowRow(run, situation);
    case 'notify':
      return notifyRow(run, situation);
    default:
      return assertNever(item);
  }
}

function backupRow({ checklist: { backup } }: Run, { now }: Situation): RowState {
  if (backup === null) return settled('taken when the run starts');
  if (backup.takenAt === null) return { kind: 'under-way', what: 'backing up', run: backup.run };
  if (now - backup.takenAt > earlyBackupServesMs) return settled('older than 1 h, taken again when the run starts');
  return settled('taken', { by: backup.by, at: backup.takenAt });
}

function reviewRow({ plan, checklist: { review } }: Run): RowState {
  if (review === null) return open('somebody who may approve reads the SQL');
  if (review.receipt !== plan?.receipt) return open('the files changed since the review');
  return settled('reviewed', review);
}

function stagingRow({ plan }: Run, { environment }: Situation): RowState {
  if (environment.policy.promotesFrom === null) return settled('nothing to promote from');
  const promotion = plan?.promotion ?? null;
  const source = nameOf(environment.policy.promotesFrom);
  if (promotion === null || promotion.from !== environment.policy.promotesFrom)
    return open(`not yet looked at ${source}`);
  if (promotion.trouble !== null) return open(`${source} could not be looked at: ${promotion.trouble.message}`);
  if (promotion.unproved.length > 0) return open(`not yet on ${source}: ${promotion.unproved.join(', ')}`);
  return settled(`the same files succeeded on ${source}`);
}

function windowRow(run: Run, situation: Situation): RowState {
  const picked = run.checklist.window;
  if (picked?.kind === 'not-needed') return settled('not needed', picked);
  if (picked?.kind === 'picked') {
    if (situation.now >= picked.closesAt) return open('the picked time has passed, pick another');
    return settled('picked', picked);
  }
  const { windows } = situation.environment.policy;
  if (windows.length > 0) return settled(describeWindows(windows));
  if (needsWindow(run.plan?.review ?? null)) return open('pick a time, or say that none is needed');
  return settled('not needed, the review finds no long lock');
}

function notifyRow({ checklist: { notify } }: Run, { environment }: Situation): RowState {
  if (environment.policy.announce.length === 0) return settled('nobody is configured to be told');
  return notify === null ? open('announce it to the team') : settled('announced', notify);
}

/**
 * Whether the run may start now as far as windows go: inside the picked one and the configured ones, where there are any.
 * A picked one that passed stays closed, also where nobody is asked for another: a run never starts late.
 */
export function effectiveWindow(run: Run, { environment, now }: Situation): Opening {
  const picked = run.checklist.window;
  const { windows } = environment.policy;
  const configuredAt = (at: EpochMs): Opening =>
    windows.length === 0 ? { open: true, closesAt: null } : openAt(windows, at);
  if (picked?.kind !== 'picked') return configuredAt(now);
  if (now >= picked.closesAt) return { open: false, opensAt: null };
  const configured = configuredAt(later(now, picked.opensAt));
  if (!configured.open) return { open: false, opensAt: before(configured.opensAt, picked.closesAt) };
  if (now < picked.opensAt) return { open: false, opensAt: picked.opensAt };
  return { open: true, closesAt: epochMs(Math.min(picked.closesAt, configured.closesAt ?? picked.closesAt)) };
}

const later = (a: EpochMs, b: EpochMs): EpochMs => (a > b ? a : b);
const before = (at: EpochMs | null, end: EpochMs): EpochMs | null => (at !== null && at < end ? at : null);

const nameOf = (environment: string): string => environment.slice(environment.indexOf('/') + 1);
