import { assertNever } from '../../lib/assert-never.ts';
import type { Decision } from '../decision.ts';
import type { UserId } from '../ids.ts';
import { mayStopAt, nextStep, type Run, type RunState } from '../run.ts';
import type { Situation } from '../situation.ts';
import { ended } from './ending.ts';
import { drawCard, proceed, recordOf, refuse } from './outcome.ts';
import { rightRefusal } from './right-refusal.ts';
import { notWaiting } from './standing.ts';

type Unknown = Extract<RunState, { kind: 'outcome-unknown' }>;

/**
 * Stops a run. Before its steps began that is immediate. While it runs, the worker stops after the step in hand; during
 * the deploy the statement is cancelled at the database, and what happened is read from the history.
 */
export function cancel(run: Run, by: UserId, situation: Situation): Decision {
  const refusal = by === run.requestedBy ? null : rightRefusal('operate', by, situation);
  if (refusal !== null) return refuse(refusal);
  switch (run.state.kind) {
    case 'preparing':
    case 'waiting':
      return ended(run, { kind: 'cancelled', by, duringStep: null }, situation);
    case 'queued':
      return run.state.resume === null
        ? ended(run, { kind: 'cancelled', by, duringStep: null }, situation)
        : interrupted(run, by, situation);
    case 'running':
      return interrupted(run, by, situation);
    case 'outcome-unknown':
      return mayGiveUp(run.state)
        ? givenUp(run, run.state, by, situation)
        : refuse({ code: 'cannot-cancel', why: 'nobody knows yet whether it ended; press Look again first' });
    case 'ended':
      return refuse(notWaiting(run) ?? { code: 'cannot-cancel', why: 'it has ended' });
    default:
      return assertNever(run.state);
  }
}

/** Where the host has no trace any more, looking again tells nothing new: a person looked there, and says that it is over. */
export const mayGiveUp = ({ trouble }: Unknown): boolean => trouble.code === 'trace-missing';

function givenUp(run: Run, { step, trouble }: Unknown, by: UserId, situation: Situation): Decision {
  const decision = ended(run, { kind: 'failed', step, trouble }, situation);
  if (decision.kind !== 'proceed') return decision;
  const record = recordOf(run, { at: situation.now, actor: by, action: 'run.given-up' });
  return { ...decision, effects: [...decision.effects, record] };
}

function interrupted(run: Run, by: UserId, { now }: Situation): Decision {
  if (!stoppable(run)) return refuse({ code: 'cannot-cancel', why: 'the change has begun and goes on to its end' });
  const next = marked(run, by);
  if (next === null) return refuse({ code: 'cannot-cancel', why: 'it is being cancelled already' });
  return proceed(next, [
    drawCard(next),
    { kind: 'enqueue', job: { name: 'interrupt-run', run: run.id } },
    recordOf(run, { at: now, actor: by, action: 'run.cancel-asked' }),
  ]);
}

function stoppable(run: Run): boolean {
  const step = nextStep(run);
  return step !== null && mayStopAt(step);
}

function marked(run: Run, by: UserId): Run | null {
  const { state } = run;
  if (state.kind === 'running' && state.cancelling === null) return { ...run, state: { ...state, cancelling: by } };
  if (state.kind === 'queued' && state.resume !== null && state.resume.cancelling === null) {
    return { ...run, state: { ...state, resume: { ...state.resume, cancelling: by } } };
  }
  return null;
}
