import type { EpochMs } from '../../lib/time.ts';
import { allowTrouble, notAsConfirmed, rightFor } from '../allowed.ts';
import type { Decision } from '../decision.ts';
import type { Effect } from '../effect.ts';
import { isOverdue } from '../emergency.ts';
import type { UserId } from '../ids.ts';
import type { Blocker } from '../locks.ts';
import { assess } from '../readiness.ts';
import type { Plan, Run, RunState, StepName, StepState } from '../run.ts';
import { appliesFiles, changesDatabase, changesNothing, mayStopAt } from '../run.ts';
import type { Situation } from '../situation.ts';
import type { StepResult } from '../step-result.ts';
import { saysNothing, type Trouble, trouble } from '../trouble.ts';
import { ended } from './ending.ts';
import { announce, drawCard, leave, proceed, recordOf } from './outcome.ts';
import { sentBack, voided } from './prepared.ts';
import { remoteStart } from './remote-start.ts';
import { rightLost } from './right-lost.ts';
import { failureOf, wayBack } from './way-back.ts';

type Running = Extract<RunState, { kind: 'running' }>;

/** A worker takes a queued run. Whether it is ready is looked at once more, by the policy of now. */
export function claim(run: Run, worker: string, situation: Situation): Decision {
  const { state } = run;
  if (state.kind !== 'queued') return leave;
  const { now, environment } = situation;
  const forbidden =
    state.resume === null ? (allowTrouble(run.purpose, environment) ?? rightLost(run, situation)) : null;
  if (forbidden !== null) return ended(run, { kind: 'failed', step: null, trouble: forbidden }, situation);
  if (state.resume !== null) {
    const { startedAt, token, cancelling } = state.resume;
    const again: Run = { ...run, state: { kind: 'running', startedAt, worker, token: token + 1, cancelling } };
    return proceed(again, [
      drawCard(again, 'progress'),
      ...interruptAgain(again, cancelling !== null),
      recordOf(run, { at: now, actor: null, action: 'run.taken-over', detail: { worker, token: token + 1 } }),
    ]);
  }
  if (isOverdue(run, now)) return ended(run, { kind: 'expired' }, situation);
  const { missing } = assess(run, situation);
  if (missing.length > 0) return sentBack(run, missing, situation);
  const begun: Run = { ...run, state: { kind: 'running', startedAt: now, worker, token: 1, cancelling: null } };
  const told = changesDatabase(run.purpose.kind) ? announce(run, 'started', situation) : [];
  return proceed(begun, [
    drawCard(begun),
    ...told,
    recordOf(run, { at: now, actor: null, action: 'run.started', detail: { worker } }),
  ]);
}

/** A wish to cancel that came while nobody held the run is carried out now. */
const interruptAgain = ({ id }: Run, wished: boolean): readonly Effect[] =>
  wished ? [{ kind: 'enqueue', job: { name: 'interrupt-run', run: id } }] : [];

/** The worker with `token` fell silent: the next free one takes over. */
export function released(run: Run, token: number, now: EpochMs): Decision {
  const { state } = run;
  if (state.kind !== 'running' || state.token !== token) return leave;
  const { startedAt, cancelling } = state;
  const queued: Run = { ...run, state: { kind: 'queued', since: now, resume: { startedAt, token, cancelling } } };
  return proceed(queued, [{ kind: 'enqueue', job: { name: 'execute-run', run: run.id } }]);
}

/** Whether the worker with this token still holds the run; a worker that came back from the dead does not. */
export const holds = (run: Run, token: number): run is Run & { state: Running } =>
  run.state.kind === 'running' && run.state.token === token;

/** A step begins, or is taken up again by another worker; `begun` once its remote task may exist. */
export function stepRunning(
  run: Run,
  at: {
    token: number;
    step: StepName;
    now: EpochMs;
    progress: string | null;
    begun: boolean;
    memo: string | null;
    /** Which of the step's tasks is begun, where it has several. */
    part?: string;
    /** Left out: as before, until another task begins. */
    blockers?: readonly Blocker[];
  },
): Decision {
  if (!holds(run, at.token)) return leave;
  const before = run.steps.find(({ name }) => name === at.step)?.state;
  const earlier = before?.kind === 'running' ? before : null;
  const state: StepState = {
    ...earlier,
    kind: 'running',
    startedAt: earlier?.startedAt ?? at.now,
    progress: at.progress,
    begun: at.begun || (earlier?.begun ?? false),
    memo: at.memo ?? earlier?.memo ?? null,
    blockers: at.blockers ?? (at.memo === null ? earlier?.blockers : undefined),
  };
  const next = withStep(run, at.step, state);
  return proceed(next, [drawCard(next, 'progress'), ...remoteStart(run, at, earlier)]);
}

/**
 * The host proves that what was marked as begun never began: the step is taken from there, or cancelled there. Its memo
 * stays: of several tasks the earlier ones were begun, and ended.
 */
export function neverBegan(run: Run, at: { token: number; step: StepName }, situation: Situation): Decision {
  if (!holds(run, at.token)) return leave;
  const before = run.steps.find(({ name }) => name === at.step)?.state;
  if (before?.kind !== 'running') return leave;
  const { step, token } = at;
  const { cancelling } = run.state;
  const next = withStep(run, step, { ...before, progress: null, begun: false });
  if (cancelling !== null && mayStopAt(step)) {
    return ended(next, { kind: 'cancelled', by: cancelling, duringStep: step }, situation);
  }
  const record = { at: situation.now, actor: null, action: 'step.never-began', detail: { step, token } };
  return proceed(next, [drawCard(next, 'progress'), recordOf(run, record)]);
}

/**
 * A step ended. A failure ends the run, once a service that was stopped for nothing is started again; the last step's end
 * succeeds it; a wish to cancel is honoured between steps.
 */
export function stepEnded(
  run: Run,
  at: { token: number; step: StepName; result: StepResult },
  situation: Situation,
): Decision {
  if (!holds(run, at.token)) return leave;
  const { now } = situation;
  const dark = leftInTheDark(run, at);
  if (dark !== null) return becameUnknown(run, { ...at, trouble: dark }, situation);
  const next = { ...withStep(run, at.step, endState(run, at.step, at.result, now)), ...kept(run, at.result) };
  const back = wayBack(next, at);
  if (back !== null) return proceed(back, [drawCard(back, 'progress')]);
  const failure = failureOf(next);
  const over = next.steps.every(({ state }) => state.kind !== 'pending' && state.kind !== 'running');
  if (failure !== null && (over || at.result.kind === 'failed')) {
    return endedBecause(next, failure.step, failure.trouble, situation);
  }
  if (over) return ended(next, { kind: 'succeeded' }, situation);
  if (run.state.cancelling !== null && changesNothing(at.step)) {
    return ended(next, { kind: 'cancelled', by: run.state.cancelling, duringStep: at.step }, situation);
  }
  return proceed(next, [drawCard(next, 'progress')]);
}

/** A lost connection says nothing about a task that was begun: it may be running still, and must not count as failed. */
function leftInTheDark(run: Run, { step, result }: { step: StepName; result: StepResult }): Trouble | null {
  const state = run.steps.find(({ name }) => name === step)?.state;
  const begun = state?.kind === 'running' && state.begun;
  return begun && result.kind === 'failed' && saysNothing(result.trouble) ? result.trouble : null;
}

function endedBecause(
  run: Run & { state: RunState },
  step: StepName,
  trouble: Trouble,
  situation: Situation,
): Decision {
  const cancelling = run.state.kind === 'running' ? run.state.cancelling : null;
  if (cancelling !== null && (trouble.code === 'signalled' || changesNothing(step))) {
    return ended(run, { kind: 'cancelled', by: cancelling, duringStep: step }, situation);
  }
  return ended(run, { kind: 'failed', step, trouble }, situation);
}

/**
 * The receipt of now is not the one that was approved: nothing has begun, people are asked again. What was proved about
 * the old files proves nothing about the new ones, so a worker looks anew, also to keep their SQL for the review.
 */
export function receiptChanged(
  run: Run,
  at: { token: number; plan: Plan; changes: readonly string[] },
  situation: Situation,
): Decision {
  if (!holds(run, at.token)) return leave;
  const { cancelling } = run.state;
  if (cancelling !== null) return ended(run, { kind: 'cancelled', by: cancelling, duringStep: null }, situation);
  if (appliesFiles(run.purpose.kind) && at.plan.pending.length === 0) {
    return ended(run, { kind: 'failed', step: null, trouble: nothingLeft }, situation);
  }
  if (rightFor(run.purpose) === 'destroy')
    return ended(run, { kind: 'failed', step: null, trouble: notAsConfirmed(at.changes) }, situation);
  const again: Run = {
    ...run,
    plan: { ...at.plan, promotion: null },
    steps: run.steps.map((step) => ({ ...step, state: { kind: 'pending' } })),
    checklist: { ...run.checklist, review: null },
  };
  return voided(again, at.changes, situation, [{ kind: 'enqueue', job: { name: 'prepare-run', run: run.id } }]);
}

const nothingLeft = trouble('nothing-pending', 'Somebody else applied what was pending: there is nothing to deploy.');

/** Nobody can say whether the remote command finished. */
export function becameUnknown(
  run: Run,
  at: { token: number; step: StepName; trouble: Trouble },
  situation: Situation,
): Decision {
  if (!holds(run, at.token)) return leave;
  const { now } = situation;
  const { startedAt, token, cancelling } = run.state;
  const { step, trouble } = at;
  const unknown: Run = {
    ...run,
    state: { kind: 'outcome-unknown', startedAt, token, step, lastSeenAt: now, trouble, cancelling },
  };
  const told = changesDatabase(run.purpose.kind) ? announce(run, 'unknown', situation) : [];
  return proceed(unknown, [
    drawCard(unknown),
    ...told,
    recordOf(run, { at: now, actor: null, action: 'run.outcome-unknown' }),
  ]);
}

/** *Look again*: a worker takes the step up once more, and only looks. A wish to cancel still stands. */
export function lookedAgain(run: Run, { by, at: now }: { by: UserId; at: EpochMs }): Decision {
  const { state } = run;
  if (state.kind !== 'outcome-unknown') return leave;
  const resume = { startedAt: state.startedAt, token: state.token, cancelling: state.cancelling };
  const queued: Run = { ...run, state: { kind: 'queued', since: now, resume } };
  return proceed(queued, [
    drawCard(queued),
    { kind: 'enqueue', job: { name: 'execute-run', run: run.id } },
    recordOf(run, { at: now, actor: by, action: 'run.looked-again' }),
  ]);
}

function withStep<R extends Run>(run: R, name: StepName, state: StepState): R {
  return { ...run, steps: run.steps.map((step) => (step.name === name ? { ...step, state } : step)) };
}

function endState(run: Run, name: StepName, result: StepResult, now: EpochMs): StepState {
  if (result.kind === 'skipped') return result;
  const before = run.steps.find((step) => step.name === name)?.state;
  const startedAt = before?.kind === 'running' ? before.startedAt : now;
  const span = { startedAt, finishedAt: now, exitCode: result.exitCode };
  return result.kind === 'done'
    ? { kind: 'done', ...span, summary: result.summary }
    : { kind: 'failed', ...span, trouble: result.trouble };
}

const kept = (run: Run, result: StepResult): Pick<Run, 'backup'> => ({
  backup: result.kind !== 'skipped' && result.backup !== undefined ? result.backup : run.backup,
});
