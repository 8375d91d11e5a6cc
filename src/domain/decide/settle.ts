import { after, type EpochMs, epochMs } from '../../lib/time.ts';
import { approvalPolicyOf, approvalsLack, approversOf } from '../approvals.ts';
import type { Decision } from '../decision.ts';
import type { Effect } from '../effect.ts';
import { expiryOf } from '../emergency.ts';
import { holdingApproval } from '../gates/menu.ts';
import type { UserId } from '../ids.ts';
import { everyoneOf } from '../people.ts';
import { assess } from '../readiness.ts';
import type { Readiness } from '../readiness-types.ts';
import { blockers } from '../review.ts';
import type { Run, RunState } from '../run.ts';
import type { Situation } from '../situation.ts';
import { drawCard, leave, proceed } from './outcome.ts';

type Waiting = Extract<RunState, { kind: 'waiting' }>;

/** How often a run looks for itself whether the one that it waits for has ended, should nobody have told it. */
const lookForOthersEveryMs = 30_000;

/**
 * Ends every decision about a waiting run: queues it at the first moment when nothing is missing, else says when time
 * alone may change that.
 */
export function settle(run: Run, situation: Situation, effects: readonly Effect[]): Decision {
  if (run.state.kind !== 'waiting') return proceed(run, [...effects, drawCard(run)]);
  const readiness = assess(run, situation);
  if (readiness.ready) return queue(run, situation, effects);
  const waiting = { ...run, state: withDeadline(run, run.state, situation) };
  return proceed(waiting, [...effects, drawCard(waiting)], wakeAt(waiting, readiness, situation));
}

/** How long a start waits for the app to have asked Slack about those who approved; then its last word holds. */
const confirmWithinMs = 60_000;

/** Approvals are by people: whether they are still there is asked right before the start. */
function queue(run: Run, situation: Situation, effects: readonly Effect[]): Decision {
  const { now } = situation;
  const queued: Run = { ...run, state: { kind: 'queued', since: now, resume: null } };
  const asks = approvalPolicyOf(run, situation) !== null || run.emergency !== null;
  const name = asks ? 'confirm-approvers' : 'execute-run';
  const job: Effect = { kind: 'enqueue', job: { name, run: run.id } };
  return proceed(queued, [...effects, job, drawCard(queued)], asks ? after(now, confirmWithinMs) : null);
}

/** Nobody asked Slack in time, as while no app runs. */
export const unconfirmed = (run: Run, { now }: Situation): Decision =>
  run.state.kind === 'queued' && now >= after(run.state.since, confirmWithinMs) ? confirmed(run) : leave;

/** Slack was asked about those who approved: a worker takes the run, and counts once more. */
export const confirmed = (run: Run): Decision =>
  run.state.kind === 'queued' && run.state.resume === null
    ? proceed(run, [{ kind: 'enqueue', job: { name: 'execute-run', run: run.id } }])
    : leave;

/**
 * A request does not expire while its approvals are complete. Its time begins with the first approval that lacks; an
 * emergency's with itself.
 */
function withDeadline(run: Run, state: Waiting, situation: Situation): Waiting {
  if (run.emergency !== null) {
    return { ...state, expiresAt: expiryOf(run.emergency), remindAt: null };
  }
  const policy = approvalPolicyOf(run, situation);
  if (policy === null || !approvalsLack(run, situation)) return { ...state, expiresAt: null, remindAt: null };
  if (state.expiresAt !== null) return state;
  const remindMs = state.reminder === 'backup-approvers' ? null : policy.remindAfterMs;
  return {
    ...state,
    expiresAt: after(situation.now, policy.expireAfterMs),
    remindAt: remindMs === null ? null : after(situation.now, remindMs),
  };
}

/** The next moment at which time alone may change something. A deadline that passed meanwhile is due at once. */
function wakeAt(run: Run & { state: Waiting }, { missing, rows }: Readiness, { now }: Situation): EpochMs | null {
  const { window } = run.checklist;
  const picked = window?.kind === 'picked' ? [window.opensAt, window.closesAt] : [];
  const opening = missing.map((one) => {
    if (one.kind === 'window') return one.opensAt;
    return one.kind === 'freeze' ? one.until : null;
  });
  const others =
    missing.some(({ kind }) => kind === 'other-run') || rows.some(({ state }) => state.kind === 'under-way');
  const ahead = [...picked, ...opening, others ? after(now, lookForOthersEveryMs) : null].filter(
    (time) => time !== null && time > now,
  );
  const deadlines = [run.state.expiresAt, run.state.remindAt].filter((time) => time !== null);
  const times = [...ahead, ...deadlines.map((time) => Math.max(time, now))].map(Number);
  return times.length === 0 ? null : epochMs(Math.min(...times));
}

/** One short direct message to everyone who may approve and did not, as long as approvals are needed and can be given. */
export function callApprovers(
  run: Run,
  situation: Situation,
  reason: 'asked' | 'reminder' | 'backup',
): readonly Effect[] {
  if (!approvalsLack(run, situation) || holdingApproval(run.plan?.gates ?? []).length > 0) return [];
  if (blockers(run.plan?.review ?? null).length > 0) return [];
  const approved = new Set(run.approvals.filter(({ receipt }) => receipt === run.plan?.receipt).map(({ by }) => by));
  const asked = reason === 'backup' ? backupApproversOf(run, situation) : approversOf(run, situation);
  return asked
    .filter((person) => !approved.has(person))
    .map((person) => ({
      kind: 'draw',
      message: { kind: 'approval-call', run: run.id, person, reason },
      urgency: 'result',
    }));
}

/** Those who were not asked before: whoever holds the right had their reminder. */
function backupApproversOf(run: Run, situation: Situation): readonly UserId[] {
  const { rights, approvals } = situation.environment.policy;
  const before = rights.approve === 'members' ? [] : everyoneOf(rights.approve, situation.people);
  const backup = everyoneOf(approvals?.backup ?? [], situation.people);
  return backup.filter((person) => person !== run.requestedBy && !before.includes(person));
}
