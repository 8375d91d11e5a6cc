import { approve, reject } from '../domain/decide/approve.ts';
import { cancel } from '../domain/decide/cancel.ts';
import { reviewedAfterwards } from '../domain/decide/emergency.ts';
import { lookedAgain } from '../domain/decide/execution.ts';
import { refuse } from '../domain/decide/outcome.ts';
import { settle } from '../domain/decide/settle.ts';
import { notWaiting } from '../domain/decide/standing.ts';
import { serviceStartAsked, serviceStartEnded } from '../domain/decide/start-service.ts';
import { announced, mayTick, reviewed, windowNotNeeded, windowPicked } from '../domain/decide/tick.ts';
import type { RunId, UserId } from '../domain/ids.ts';
import type { ServiceStart } from '../domain/run.ts';
import type { EpochMs } from '../lib/time.ts';
import type { Changed, DeliveryKey } from '../ports/store.ts';
import { changeRun } from './change-run.ts';
import type { Deps } from './deps.ts';
import { wakeWaiting } from './wake-run.ts';

/** Who pressed what card, and the delivery that brought it. */
export interface Press {
  readonly run: RunId;
  readonly by: UserId;
  readonly delivery: DeliveryKey;
}
/** A press that speaks for what the card showed: the first characters of its receipt. */
export type PressOnReceipt = Press & { readonly shownReceipt: string };

export const approveRun = (deps: Deps, press: PressOnReceipt): Promise<Changed> =>
  changeRun(deps, press, (run, situation) => approve(run, press, situation));

export const rejectRun = (deps: Deps, press: Press & { reason: string | null }): Promise<Changed> =>
  changeRun(deps, press, (run, situation) => reject(run, press, situation));

/** A backup that ends here before it began has nobody else to tell the request that waits for it. */
export async function cancelRun(deps: Deps, press: Press): Promise<Changed> {
  const changed = await changeRun(deps, press, (run, situation) => cancel(run, press.by, situation));
  const ended = changed.kind === 'changed' && changed.run.state.kind === 'ended' ? changed.run : null;
  if (ended?.purpose.kind === 'backup') await wakeWaiting(deps, ended.environment);
  return changed;
}

export const reviewRun = (deps: Deps, press: PressOnReceipt): Promise<Changed> =>
  changeRun(deps, press, (run, situation) => reviewed(run, press, situation));

export const pickWindow = (deps: Deps, press: Press & { opensAt: EpochMs; lengthMs: number }): Promise<Changed> =>
  changeRun(deps, press, (run, situation) => windowPicked(run, press, situation));

export const skipWindow = (deps: Deps, press: Press): Promise<Changed> =>
  changeRun(deps, press, (run, situation) => windowNotNeeded(run, press.by, situation));

export const announceRun = (deps: Deps, press: Press): Promise<Changed> =>
  changeRun(deps, press, (run, situation) => announced(run, press.by, situation));

/** *Look again* on an unknown outcome: whoever may settle the checklist may have the host looked at. */
export const lookAgain = (deps: Deps, press: Press): Promise<Changed> =>
  changeRun(deps, press, (run, situation) => {
    const refusal = mayTick(press.by, situation);
    return refusal === null ? lookedAgain(run, { by: press.by, at: situation.now }) : refuse(refusal);
  });

/** Has a waiting request prepared once more: its gates, and the environment that this one promotes from. */
export const lookOnceMore = (deps: Deps, press: Press): Promise<Changed> =>
  changeRun(deps, press, (run, situation) => {
    const refusal = notWaiting(run) ?? mayTick(press.by, situation);
    if (refusal !== null) return refuse(refusal);
    return settle(run, situation, [{ kind: 'enqueue', job: { name: 'prepare-run', run: run.id } }]);
  });

/** *Start the service*, on the card of a restore that left it stopped. */
export const startService = (deps: Deps, press: Press): Promise<Changed> =>
  changeRun(deps, press, (run, situation) => serviceStartAsked(run, press.by, situation));

/** How that ended, as a worker saw it. */
export const recordServiceStart = (deps: Deps, run: RunId, end: NonNullable<ServiceStart['end']>): Promise<Changed> =>
  changeRun(deps, { run, delivery: null }, (one, situation) => serviceStartEnded(one, end, situation));

/** *Reviewed*, on the card of a deploy that was done in an emergency. */
export const reviewEmergency = (deps: Deps, press: Press): Promise<Changed> =>
  changeRun(deps, press, (run, situation) => reviewedAfterwards(run, press.by, situation));
