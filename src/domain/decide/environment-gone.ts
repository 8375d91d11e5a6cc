import { assertNever } from '../../lib/assert-never.ts';
import type { EpochMs } from '../../lib/time.ts';
import type { Decision } from '../decision.ts';
import { environmentRemoved } from '../gone-environment.ts';
import type { EnvironmentId, UserId } from '../ids.ts';
import { changesNothing, type Run, type Step } from '../run.ts';
import type { Situation } from '../situation.ts';
import { ended } from './ending.ts';
import { drawCard, proceed, recordOf, redrawCalls, refuse } from './outcome.ts';
import { notWaiting } from './standing.ts';

/** A run that had begun, and its claim. */
interface Begun {
  readonly startedAt: EpochMs;
  readonly token: number;
  readonly cancelling: UserId | null;
}

/**
 * Whatever was to happen to a run whose environment left the configuration: it ends, once, with that reason. What may be
 * under way on the host cannot be looked at any more, so its outcome is unknown until the environment is there again.
 */
export function environmentGone(run: Run, known: readonly EnvironmentId[], situation: Situation): Decision {
  const { state } = run;
  switch (state.kind) {
    case 'preparing':
    case 'waiting':
      return withdrawn(run, null, situation);
    case 'queued':
      return state.resume === null ? withdrawn(run, null, situation) : halted(run, state.resume, situation);
    case 'running':
      return halted(run, state, situation);
    case 'outcome-unknown':
      return refuse({ code: 'unknown-environment', typed: run.environment, nearest: null, known });
    case 'ended':
      return refuse(notWaiting(run) ?? { code: 'unknown-run', typed: run.id });
    default:
      return assertNever(state);
  }
}

/** By the rules of now nobody is called any more; whoever was called is told. */
function withdrawn(run: Run, step: Step | null, situation: Situation): Decision {
  const trouble = environmentRemoved(run.environment);
  const decision = ended(run, { kind: 'failed', step: step?.name ?? null, trouble }, situation);
  return decision.kind === 'proceed' ? { ...decision, effects: [...decision.effects, redrawCalls(run)] } : decision;
}

function halted(run: Run, begun: Begun, situation: Situation): Decision {
  const step = run.steps.find(({ state }) => state.kind === 'running' || state.kind === 'pending') ?? null;
  if (step === null || !run.steps.some(mayHaveChanged)) return withdrawn(run, step, situation);
  const { now } = situation;
  const { startedAt, token, cancelling } = begun;
  const trouble = environmentRemoved(run.environment);
  const unknown: Run = {
    ...run,
    state: { kind: 'outcome-unknown', startedAt, token, step: step.name, lastSeenAt: now, trouble, cancelling },
  };
  return proceed(unknown, [
    drawCard(unknown),
    recordOf(run, { at: now, actor: null, action: 'run.outcome-unknown', detail: { code: trouble.code } }),
  ]);
}

/** Its work may still go on there, or something there is not as it was before the run. */
function mayHaveChanged({ name, state }: Step): boolean {
  if (state.kind === 'running') return state.begun;
  return (state.kind === 'done' || state.kind === 'failed') && !changesNothing(name);
}
