import { type EpochMs, epochMs } from '../lib/time.ts';
import { approvalPolicyOf, countedApprovals } from './approvals.ts';
import { checklistRows, effectiveWindow } from './checklist.ts';
import { waitsForNobody } from './emergency.ts';
import { freezeHolds } from './freeze.ts';
import { holdingApproval } from './gates/menu.ts';
import type { ChecklistRow, Missing, Readiness } from './readiness-types.ts';
import { blockers } from './review.ts';
import { changesDatabase, type Run } from './run.ts';
import type { Situation } from './situation.ts';

/** Whether a run may start now, by the policy of now, and what is missing. The one place that decides it. */
export function assess(run: Run, situation: Situation): Readiness {
  const rows = checklistRows(run, situation);
  const approvals = countApprovals(run, situation);
  const blocked = blockers(run.plan?.review ?? null).length;
  const missing: readonly Missing[] = [
    ...holdingApproval(run.plan?.gates ?? []).map(({ id }) => ({ kind: 'gate' as const, gate: id })),
    ...(blocked > 0 ? [{ kind: 'blocked' as const, findings: blocked }] : []),
    ...rows.filter(isMissing).map(({ item }) => ({ kind: 'item' as const, item })),
    ...(approvals !== null && approvals.have < approvals.need
      ? [{ kind: 'approvals' as const, have: approvals.have, need: approvals.need }]
      : []),
    ...missingTime(run, situation),
    ...(situation.executing === null ? [] : [{ kind: 'other-run' as const, run: situation.executing }]),
  ];
  const emergency = waitsForNobody(run, situation);
  const ready = missing.length === 0;
  return { emergency, rows, approvals, missing, ready, startsAt: startsAt(missing, run, situation) };
}

const isMissing = ({ state }: ChecklistRow): boolean => state.kind === 'open' || state.kind === 'under-way';

function countApprovals(run: Run, situation: Situation): Readiness['approvals'] {
  const policy = approvalPolicyOf(run, situation);
  if (policy === null) return null;
  const counted = countedApprovals(run, situation);
  return { need: policy.required, counted, have: counted.length };
}

/**
 * Freezes and windows hold back what changes tables, and nothing in an emergency; a restore and an end in the history are
 * what one does when waiting is worse.
 */
function missingTime(run: Run, situation: Situation): readonly Missing[] {
  const { kind } = run.purpose;
  const held = changesDatabase(kind) && kind !== 'restore' && kind !== 'resolve';
  if (!held || waitsForNobody(run, situation)) return [];
  const { freeze, now } = situation;
  const frozen =
    freeze !== null && freezeHolds(freeze, now)
      ? [{ kind: 'freeze' as const, reason: freeze.reason, until: freeze.until }]
      : [];
  const window = effectiveWindow(run, situation);
  return window.open ? frozen : [...frozen, { kind: 'window', opensAt: window.opensAt }];
}

/**
 * When only time is missing, the moment at which it is over; null when something else is missing or nobody knows.
 * Windows may close before a freeze ends.
 */
function startsAt(missing: readonly Missing[], run: Run, situation: Situation): EpochMs | null {
  const times = missing.map((one) => {
    if (one.kind === 'window') return one.opensAt;
    return one.kind === 'freeze' ? one.until : null;
  });
  if (times.length === 0 || times.some((time) => time === null)) return null;
  const start = epochMs(Math.max(...times.map(Number)));
  const window = effectiveWindow(run, { ...situation, now: start });
  return window.open ? start : window.opensAt;
}
