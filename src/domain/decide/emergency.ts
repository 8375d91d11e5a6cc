import { approvalsLack } from '../approvals.ts';
import type { Decision } from '../decision.ts';
import type { Effect } from '../effect.ts';
import { laterReviewersOf, nextReminder, unreviewed } from '../emergency.ts';
import type { Emergency } from '../emergency-types.ts';
import type { UserId } from '../ids.ts';
import type { Run } from '../run.ts';
import type { Situation } from '../situation.ts';
import { announce, drawCard, leave, proceed, recordOf, redrawCalls, refuse } from './outcome.ts';
import { rightRefusal } from './right-refusal.ts';
import { settle } from './settle.ts';

/** Who says that a deploy must not wait, and why. */
export interface Declaration {
  readonly by: UserId;
  readonly reason: string;
}

/** What a declared emergency is at first. */
export const emergencyOf = ({ by, reason }: Declaration, { now }: Situation): Emergency => ({
  by,
  at: now,
  reason,
  reviewed: null,
  reminders: 0,
});

/** Everybody hears of it at once, in the environment's own channel too, and it stands in the audit chain with its reason. */
export function tellEmergency(run: Run, { by, reason }: Declaration, situation: Situation): readonly Effect[] {
  const { environment, now } = situation;
  const channels = [...new Set([run.channel, ...environment.policy.announce])];
  const loud = { ...environment, policy: { ...environment.policy, announce: channels } };
  return [
    ...announce(run, 'emergency', { ...situation, environment: loud }),
    recordOf(run, { at: now, actor: by, action: 'emergency.declared', detail: { reason } }),
  ];
}

/** The deploy that is asked for already becomes an emergency: its card stays, and it waits for nobody from now on. */
export function declared(run: Run, declaration: Declaration, situation: Situation): Decision {
  const refusal = rightRefusal('emergency', declaration.by, situation);
  if (refusal !== null) return refuse(refusal);
  const early = run.state.kind === 'preparing' || run.state.kind === 'waiting';
  if (run.purpose.kind !== 'deploy' || !early || run.emergency !== null) {
    return refuse({ code: 'environment-busy', environment: run.environment, run: run.id, link: null });
  }
  const next: Run = { ...run, emergency: emergencyOf(declaration, situation) };
  const recall = approvalsLack(run, situation) ? [redrawCalls(run)] : [];
  return settle(next, situation, [...recall, ...tellEmergency(next, declaration, situation)]);
}

/** Somebody else looked at what was done: nobody is reminded any more. */
export function reviewedAfterwards(run: Run, by: UserId, situation: Situation): Decision {
  const { emergency } = run;
  const owed = unreviewed(run) !== null || emergency?.reviewed != null;
  if (emergency === null || !owed) return refuse({ code: 'press-unknown' });
  if (by === run.requestedBy || by === emergency.by) return refuse({ code: 'self-review' });
  const refusal = rightRefusal('approve', by, situation);
  if (refusal !== null) return refuse(refusal);
  if (emergency.reviewed !== null) {
    return refuse({ code: 'already-settled', what: 'the review', ...emergency.reviewed });
  }
  const next: Run = { ...run, emergency: { ...emergency, reviewed: { by, at: situation.now } } };
  const record = recordOf(run, { at: situation.now, actor: by, action: 'emergency.reviewed' });
  return proceed(next, [drawCard(next), redrawCalls(run), record]);
}

/** Time passed since a deploy in an emergency that nobody has looked at: they are called again, ever more rarely. */
export function remindedOfReview(run: Run, situation: Situation): Decision {
  const emergency = unreviewed(run);
  if (emergency === null) return leave;
  const next: Run = { ...run, emergency: { ...emergency, reminders: emergency.reminders + 1 } };
  return proceed(next, callReviewers(next, situation), nextReminder(emergency.reminders + 1, situation.now));
}

/** One direct message to everyone who may look at it afterwards. */
export const callReviewers = (run: Run, situation: Situation): readonly Effect[] =>
  laterReviewersOf(run, situation).map((person) => ({
    kind: 'draw',
    message: { kind: 'review-call', run: run.id, person, reminder: run.emergency?.reminders ?? 0 },
    urgency: 'result',
  }));
