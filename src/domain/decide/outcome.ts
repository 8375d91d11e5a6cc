import type { Json } from '../../lib/canonical-json.ts';
import type { EpochMs } from '../../lib/time.ts';
import type { Decision } from '../decision.ts';
import type { Effect, Urgency } from '../effect.ts';
import type { UserId } from '../ids.ts';
import type { Moment } from '../message.ts';
import type { Refusal } from '../refusal.ts';
import type { Run } from '../run.ts';
import type { Situation } from '../situation.ts';

export const refuse = (refusal: Refusal): Decision => ({ kind: 'refuse', refusal });
export const leave: Decision = { kind: 'leave' };
export const proceed = (run: Run, effects: readonly Effect[], wakeAt: EpochMs | null = null): Decision => ({
  kind: 'proceed',
  run,
  effects,
  wakeAt,
});

/** Draws the run's card anew. */
export const drawCard = (run: Run, urgency: Urgency = 'result'): Effect => ({
  kind: 'draw',
  message: { kind: 'run-card', run: run.id, channel: run.channel },
  urgency,
});

/** The calls for approval that stand say what is true now: of one person, or of everybody. */
export const redrawCalls = ({ id }: Run, person: UserId | null = null): Effect => ({
  kind: 'redraw-calls',
  run: id,
  person,
});

/** What somebody is to review also stands whole in the card's thread, where a modal has no room for it. */
export const attachSql = ({ id, plan }: Run, { environment }: Situation): readonly Effect[] =>
  plan === null || !environment.policy.checklist.includes('review')
    ? []
    : [{ kind: 'draw', message: { kind: 'sql-file', run: id, receipt: plan.receipt }, urgency: 'progress' }];

/** An entry of the audit chain about this run. */
export function recordOf(run: Run, what: { at: EpochMs; actor: UserId | null; action: string; detail?: Json }): Effect {
  const { at, actor, action, detail = null } = what;
  return { kind: 'record', entry: { at, actor, action, environment: run.environment, run: run.id, detail } };
}

/** Tells the team, in every channel that the environment announces to. */
export function announce(run: Run, moment: Moment, { environment }: Situation): readonly Effect[] {
  return environment.policy.announce.map((channel) => ({
    kind: 'draw',
    message: { kind: 'announcement', run: run.id, channel, moment },
    urgency: 'result',
  }));
}
