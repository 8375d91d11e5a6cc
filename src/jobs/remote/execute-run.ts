import { wayBack } from '../../domain/decide/way-back.ts';
import type { RunId } from '../../domain/ids.ts';
import { nextStep, type Run, type StepName, type StepState } from '../../domain/run.ts';
import { saysNothing, trouble } from '../../domain/trouble.ts';
import { assertNever } from '../../lib/assert-never.ts';
import { RemoteOutage } from '../../ports/remote.ts';
import { steps } from '../../steps/registry.ts';
import { failed, type StepOutcome } from '../../steps/step.ts';
import { reportBackup } from '../../usecases/back-up-now.ts';
import {
  type Claim,
  claimRun,
  recordGateClosed,
  recordReceiptChanged,
  recordStepEnded,
  recordStepRunning,
  recordUnknown,
  releaseRun,
} from '../../usecases/execute-run.ts';
import { prepareFollowers } from '../../usecases/prepare-run.ts';
import type { WorkerDeps } from '../worker-deps.ts';
import { unlessEnding } from './hand-over.ts';
import { startHeartbeat } from './heartbeat.ts';
import { openSite, releaseLock } from './open-site.ts';
import { ClaimLost } from './run-task.ts';
import { type RunSite, stepContext } from './step-context.ts';
import { isPatient, patience } from './take-over.ts';
import { unlessLeft } from './unless-left.ts';

/**
 * Takes a queued run and its steps, one after the other, until it ends, waits again, is unknown, or another worker has it.
 * When `ending` is aborted the run is offered to the next free worker at once: what was begun on the host goes on.
 */
export async function executeRun(deps: WorkerDeps, id: RunId, ending: AbortSignal): Promise<void> {
  ending.throwIfAborted();
  const claimed = await claimRun(deps, id, deps.worker);
  if (claimed === null) return afterEarlierEnd(deps, id);
  using heartbeat = startHeartbeat(deps, claimed.claim);
  const signal = AbortSignal.any([heartbeat.signal, ending]);
  try {
    const last = await unlessEnding(takeSteps(deps, claimed, signal), ending);
    if (last !== null) await afterwards(deps, last);
  } catch (error) {
    if (error instanceof ClaimLost || heartbeat.signal.aborted) {
      return deps.log.info({ run: id, worker: deps.worker }, 'the run was taken over');
    }
    if (!ending.aborted && claimed.claim.token >= claimsAtMost) throw error;
    await releaseRun(deps, claimed.claim);
    if (!ending.aborted) throw error;
    deps.log.info({ run: id, worker: deps.worker }, 'the run is handed over');
  }
}

/** A run that breaks on our own side, as when Godwit's tables are away for a moment, is taken up again, so many times. */
const claimsAtMost = 5;

async function takeSteps(deps: WorkerDeps, claimed: Run & { claim: Claim }, signal: AbortSignal): Promise<Run | null> {
  const opened = await openSite(deps, claimed, signal);
  let run: Run | null = 'code' in opened ? claimed : opened.run;
  while (run !== null && run.state.kind === 'running') {
    signal.throwIfAborted();
    const step: StepName | null = nextStep(run);
    if (step === null) return run;
    run =
      'code' in opened
        ? await recordStepEnded(deps, claimed.claim, {
            step,
            result: { kind: 'failed', trouble: opened, exitCode: null },
          })
        : await takeStep(opened.site, run, step);
  }
  if (run !== null && !('code' in opened) && run.state.kind !== 'outcome-unknown') await releaseLock(opened.site);
  return run;
}

async function takeStep(site: RunSite, before: Run, step: StepName): Promise<Run | null> {
  const { deps, claim } = site;
  const run = await recordStepRunning(deps, claim, { step, progress: null, begun: false, memo: null });
  if (run === null) throw new ClaimLost(`run ${before.id} was taken over`);
  const first = await tryStep(site, run, step);
  if (isCutOff(first, false)) return takeAgain(site, run, { step, first });
  return settle(site, run, { step, outcome: first });
}

async function settle(
  site: RunSite,
  run: Run,
  { step, outcome }: { readonly step: StepName; readonly outcome: StepOutcome },
): Promise<Run | null> {
  if (endsRun(run, step, outcome)) await releaseLock(site);
  return recordOutcome(site, step, outcome);
}

/**
 * A connection that is lost under a step that only looks ends nothing: the step is taken again, as by another worker,
 * as long as a task's follower would wait for the host, or until somebody presses *Cancel*.
 */
async function takeAgain(
  site: RunSite,
  run: Run,
  { step, first }: { readonly step: StepName; readonly first: StepOutcome },
): Promise<Run | null> {
  const { deps, claim, signal } = site;
  const lostAt = deps.clock.now();
  let outcome = first;
  for (let tries = 1; isCutOff(outcome, true) && isPatient(deps.clock.now() - lostAt, tries); tries++) {
    const progress = 'the connection was lost, looking again';
    const present = await recordStepRunning(deps, claim, { step, progress, begun: false, memo: null });
    if (present === null) throw new ClaimLost(`run ${run.id} was taken over`);
    await deps.pause(patience.pauseMs);
    signal.throwIfAborted();
    const next = await unlessLeft(site, step, () => tryStep(site, run, step));
    if (next.kind === 'left') return next.run;
    outcome = next.value;
  }
  return settle(site, run, { step, outcome });
}

/** A host that was never reached is told at once: it may be a wrong address. One that was is waited for. */
const isCutOff = (outcome: StepOutcome, before: boolean): boolean =>
  outcome.kind === 'failed' &&
  outcome.unchanged === true &&
  (outcome.trouble.code === 'connection-lost' || (before && outcome.trouble.code === 'host-unreachable'));

/** A host that is away ends a step that only looked; where its task may be running, nobody knows. */
async function tryStep(site: RunSite, run: Run, step: StepName): Promise<StepOutcome> {
  try {
    const outcome = await steps[step](stepContext(site, run, step));
    return outcome.kind === 'failed' && saysNothing(outcome.trouble) ? unlessBegun(site, run, step, outcome) : outcome;
  } catch (error) {
    if (error instanceof ClaimLost || site.signal.aborted) throw error;
    if (error instanceof RemoteOutage) return outage(site, run, step, error);
    if (site.claim.token < claimsAtMost) throw error;
    site.deps.log.error({ run: run.id, step, error }, 'a step broke');
    const message = `The step ${step} broke: ${error instanceof Error ? error.message : String(error)}`;
    return unlessBegun(site, run, step, failed(trouble('internal', message)));
  }
}

const outage = (site: RunSite, run: Run, step: StepName, { trouble: cause }: RemoteOutage): Promise<StepOutcome> =>
  unlessBegun(site, run, step, failed(cause));

async function unlessBegun(site: RunSite, run: Run, step: StepName, outcome: StepOutcome): Promise<StepOutcome> {
  const present = await site.deps.store.run(run.id);
  const state = present?.steps.find(({ name }) => name === step)?.state;
  const begun = state?.kind === 'running' && state.begun;
  if (outcome.kind !== 'failed') return outcome;
  if (!begun) return { ...outcome, unchanged: true };
  return { kind: 'unknown', trouble: outcome.trouble };
}

/** The lock goes before the end is recorded: dying in between, a later worker takes the last step again and finds its end. */
function endsRun(run: Run, step: StepName, outcome: StepOutcome): boolean {
  if (outcome.kind === 'unknown') return false;
  if (outcome.kind === 'receipt-changed' || outcome.kind === 'gate-closed') return true;
  if (wayBack(run, { step, result: outcome }) !== null) return false;
  return outcome.kind === 'failed' || run.steps.every(({ name, state }) => name === step || isOver(state));
}

const isOver = ({ kind }: StepState): boolean => kind !== 'pending' && kind !== 'running';

function recordOutcome({ deps, claim }: RunSite, step: StepName, outcome: StepOutcome): Promise<Run | null> {
  switch (outcome.kind) {
    case 'done':
    case 'skipped':
    case 'failed':
      return recordStepEnded(deps, claim, { step, result: outcome });
    case 'receipt-changed':
      return recordReceiptChanged(deps, claim, outcome);
    case 'gate-closed':
      return recordGateClosed(deps, claim, outcome.gates);
    case 'unknown':
      return recordUnknown(deps, claim, { step, trouble: outcome.trouble });
    default:
      return assertNever(outcome);
  }
}

/** What others wait for: the row of a deploy that asked for this backup, and requests that promote from here. */
async function afterwards(deps: WorkerDeps, run: Run): Promise<void> {
  await reportBackup(deps, run);
  await prepareFollowers(deps, run);
}

/** Who ended the run may have died before the others were told; telling them twice changes nothing. */
async function afterEarlierEnd(deps: WorkerDeps, id: RunId): Promise<void> {
  const run = await deps.store.run(id);
  if (run?.state.kind === 'ended') await afterwards(deps, run);
}
