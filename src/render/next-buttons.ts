import type { Button } from '@slack/types';
import type { Environment } from '../domain/environment.ts';
import type { ResolvePurpose } from '../domain/resolve.ts';
import { appliesFiles, type Ending, type Run } from '../domain/run.ts';
import { blockedBy, type Trouble, type TroubleCode } from '../domain/trouble.ts';
import { environmentActions, runActions } from './action-ids.ts';
import { startServiceButton } from './after-restore.ts';
import { button, confirm } from './limits.ts';
import { locksButton } from './lock-buttons.ts';
import { markButtons } from './mark-buttons.ts';
import { hasBegun, hasBegunToChange, isDestroyed, type RunView } from './run-view.ts';
import { failedName, leavesFailed, shownTrouble } from './shown-trouble.ts';

/** What one would press next; nothing where nothing is sensible. */
export function nextButtons(view: RunView, ending: Ending): readonly (Button | null)[] {
  const { run } = view;
  if (ending.kind === 'succeeded') return afterSuccess(view);
  if (ending.kind === 'failed' && ending.trouble.code === 'nothing-pending') return [onwards(view)];
  if (ending.kind === 'failed' && ending.trouble.code === 'environment-removed') return [];
  const log = ending.kind === 'failed' && hasBegun(run) ? logButton(run) : null;
  const locks = ending.kind === 'failed' && isBlocked(ending.trouble) ? locksButton(view.environment) : null;
  return [...buttonsOf(view, ending), locks, log];
}

/** The next deploy goes on; after *rolled back* a backup may be restored instead. */
function afterResolve({ run, environment }: RunView): readonly Button[] {
  const again = button({ action: environmentActions.redeploy, value: run.environment, text: 'Deploy again' });
  const back = run.purpose.kind === 'resolve' && run.purpose.as === 'rolled-back';
  return back ? [again, restoreButton(environment)] : [again];
}

function afterSuccess(view: RunView): readonly (Button | null)[] {
  if (view.run.purpose.kind === 'resolve') return afterResolve(view);
  return isDestroyed(view.run) ? [restoreButton(view.environment)] : [onwards(view)];
}

function buttonsOf(view: RunView, ending: Ending): readonly (Button | null)[] {
  const { run, environment } = view;
  if (run.purpose.kind === 'resolve') return unresolvedButtons(environment, run.purpose, ending);
  if (appliesFiles(run.purpose.kind)) return [...markButtonsOf(view, ending), applyButton(view, ending)];
  if (isDestroyed(run)) return afterDestroying(view, ending);
  return run.purpose.kind === 'restore' && ending.kind === 'failed'
    ? [startServiceButton(view), restoreButton(environment)]
    : [];
}

/** Either end may be asked for: the dialog looks anew and says which is true. Not where there is nothing to mark. */
function unresolvedButtons(environment: Environment, { migration }: ResolvePurpose, ending: Ending): readonly Button[] {
  const code = ending.kind === 'failed' ? ending.trouble.code : null;
  if (code === 'not-failed') return [restoreButton(environment)];
  return code === 'already-applied' || code === 'unknown-migration' ? [] : markButtons(environment, migration);
}

/**
 * One stops half-way, or refuses what the rows do not allow: once that is mended it is asked for again, or the backup
 * brought back.
 */
function afterDestroying({ run, environment }: RunView, ending: Ending): readonly (Button | null)[] {
  if (!hasBegunToChange(run)) return [againButton(run)];
  const code = ending.kind === 'failed' ? ending.trouble.code : null;
  const unfinished = code === 'reset-unfinished' || code === 'push-unfinished';
  return [unfinished ? againButton(run) : null, restoreButton(environment)];
}

/** Both ends of a migration that failed in this run or before it. */
function markButtonsOf({ run, environment }: RunView, ending: Ending): readonly Button[] {
  const trouble = shownTrouble(run, ending);
  const name = trouble === null || !leavesFailed(trouble) ? null : failedName(trouble);
  return name === null ? [] : markButtons(environment, name);
}

/** Where nothing is left behind, it is asked for again; else there is a backup to go back to. */
function applyButton({ run, environment }: RunView, ending: Ending): Button {
  const code = ending.kind === 'failed' ? ending.trouble.code : null;
  if (code !== null && leftNothing(code)) return againButton(run);
  const changed = hasBegunToChange(run) || code === 'failed-earlier';
  return changed ? restoreButton(environment) : againButton(run);
}

/** A deploy is asked for as from the status card; what development destroys is listed in its dialog once more. */
function againButton({ id, environment, purpose }: Run): Button {
  const text = 'Ask again';
  return purpose.kind === 'deploy'
    ? button({ action: environmentActions.redeploy, value: environment, text })
    : button({ action: runActions.askAgain, value: id, text });
}

/** The migration came to nothing and is marked so, or was never begun: it need only be asked for again. */
const leftNothing = (code: TroubleCode): boolean =>
  code === 'lock-timeout' || code === 'others-waited' || code === 'migration-lock-held';

/** Somebody held the migration up, and may still be there. */
const isBlocked = ({ code, facts }: Trouble): boolean =>
  code === 'lock-timeout' || facts.some(({ label }) => label === blockedBy);

/** Opens a modal, which shows what is lost before anything is asked for. */
export const restoreButton = ({ id }: Environment): Button =>
  button({ action: environmentActions.restore, value: id, text: 'Restore a backup…' });

export const logButton = ({ id }: Run): Button => button({ action: runActions.showLog, value: id, text: 'Show log' });

/** After staging comes production. */
function onwards({ run, promotesTo }: RunView): Button | null {
  if (run.purpose.kind !== 'deploy' || promotesTo === null) return null;
  const question = confirm({
    title: `Deploy to ${promotesTo.name}?`,
    text: `A request to deploy to ${promotesTo.name} is opened in your name. It starts when its checklist and approvals are complete.`,
    yes: 'Open the request',
  });
  return button({
    action: environmentActions.deploy,
    value: promotesTo.id,
    text: `Deploy to ${promotesTo.name}`,
    confirm: question,
  });
}
