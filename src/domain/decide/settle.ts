import { after, type EpochMs } from '../../lib/time.ts';
import { approversOf } from '../approvals.ts';
import type { Decision } from '../decision.ts';
import type { Effect } from '../effect.ts';
import { assess } from '../readiness.ts';
import type { Readiness } from '../readiness-types.ts';
import type { Run, RunState } from '../run.ts';
import type { Situation } from '../situation.ts';
import { drawCard, proceed } from './outcome.ts';

type Waiting = Extract<RunState, { kind: 'waiting' }>;

/**
 * Ends every decision about a waiting run: queues it at the first moment when nothing is missing, else says when time
 * alone may change that.
 */
export function settle(run: Run, situation: Situation, effects: readonly Effect[]): Decision {
  if (run.state.kind !== 'waiting') return proceed(run, [...effects, drawCard(run)]);
  const readiness = assess(run, situation);
  if (readiness.ready) return queue(run, situation.now, effects);
  const waiting = { ...run, state: withDeadline(run.state, readiness) };
  return proceed(waiting, [...effects, drawCard(waiting)], wakeAt(waiting, readiness, situation));
}

function queue(run: Run, now: EpochMs, effects: readonly Effect[]): Decision {
  const queued: Run = { ...run, state: { kind: 'queued', since: now, resume: null } };
  return proceed(queued, [
    ...effects,
    { kind: 'enqueue', job: { name: 'execute-run', run: run.id } },
    drawCard(queued),
  ]);
}

/** The request no longer expires once its approvals are complete. */
function withDeadline(state: Waiting, { approvals }: Readiness): Waiting {
  const complete = approvals === null || approvals.have >= approvals.need;
  return complete ? { ...state, expiresAt: null, remindAt: null } : state;
}

/** The next moment at which time alone may change something. */
function wakeAt(run: Run & { state: Waiting }, readiness: Readiness, { now }: Situation): EpochMs | null {
  const picked =
    run.checklist.window?.kind === 'picked' ? [run.checklist.window.opensAt, run.checklist.window.closesAt] : [];
  const opening = readiness.missing.map((one) => {
    if (one.kind === 'window') return one.opensAt;
    return one.kind === 'freeze' ? one.until : null;
  });
  // Nobody tells this run when another one ends, so it looks for itself.
  const other = readiness.missing.some(({ kind }) => kind === 'other-run') ? [after(now, 3_000)] : [];
  const times = [run.state.expiresAt, run.state.remindAt, ...picked, ...opening, ...other].filter(
    (time) => time !== null,
  );
  const ahead = times.filter((time) => time > now);
  return ahead.length === 0 ? null : (Math.min(...ahead) as EpochMs);
}

/** One short direct message to everyone who may approve. */
export function callApprovers(
  run: Run,
  situation: Situation,
  reason: 'asked' | 'reminder' | 'backup',
): readonly Effect[] {
  const approved = new Set(run.approvals.filter(({ receipt }) => receipt === run.plan?.receipt).map(({ by }) => by));
  const waitedFor = approversOf(run, situation).filter((person) => !approved.has(person));
  return waitedFor.map((person) => ({
    kind: 'draw',
    message: { kind: 'approval-call', run: run.id, person, reason },
    urgency: 'result',
  }));
}
