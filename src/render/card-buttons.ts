import type { Button } from '@slack/types';
import { mayGiveUp } from '../domain/decide/cancel.ts';
import type { UserId } from '../domain/ids.ts';
import { blockers } from '../domain/review.ts';
import { approvalValue, runActions } from './action-ids.ts';
import { button, confirm } from './limits.ts';
import { currentStep, hasDeployed, type RunView } from './run-view.ts';
import { deed, endWords, utc } from './words.ts';

/** *Approve* and *Reject*, where approvals are still needed; what is blocked cannot be approved. */
export function decisionButtons({ run, environment, readiness }: RunView): readonly Button[] {
  const { approvals, missing } = readiness;
  if (approvals === null) return [];
  const reject = button({ action: runActions.reject, value: run.id, text: 'Reject…', style: 'danger' });
  const held = missing.some(({ kind }) => kind === 'gate' || kind === 'blocked');
  if (held || approvals.have >= approvals.need) return [reject];
  const question = confirm({
    title: 'Approve this?',
    text: `${approvalMeans(run.purpose)} It starts by itself as soon as everything is settled: ${deed(run, environment)}.`,
    yes: 'Approve',
  });
  return [
    button({
      action: runActions.approve,
      value: approvalValue(run),
      text: 'Approve',
      style: 'primary',
      confirm: question,
    }),
    reject,
  ];
}

function approvalMeans(purpose: RunView['run']['purpose']): string {
  if (purpose.kind === 'resolve') {
    return `Prisma's history then says that ${purpose.migration} is ${endWords[purpose.as]}. No SQL is run.`;
  }
  if (purpose.kind === 'restore') {
    return `The service is stopped and the database replaced by the backup of ${utc(purpose.known?.takenAt ?? purpose.backup.modifiedAt)}; what was written since is lost.`;
  }
  if (purpose.kind === 'reset' || (purpose.kind === 'push' && purpose.forceReset)) {
    return 'Everything in the database is lost, and it is made anew. A backup is taken first.';
  }
  if (purpose.kind === 'push') return 'The database is changed without a migration, and loses what the card lists.';
  return 'Your approval is for exactly these files and this state; if either changes, it no longer counts.';
}

/** *Check again*, where a gate is closed or the review blocks: for whoever followed a way out. */
export const checkGatesButton = ({ id, plan }: RunView['run']): Button | null =>
  plan === null || (plan.gates.length === 0 && blockers(plan.review).length === 0)
    ? null
    : button({ action: runActions.checkGates, value: id, text: 'Check again' });

/** *Cancel*, for as long as it does something, with what it does at this moment. */
export function cancelButton(view: Pick<RunView, 'run' | 'environment'>, label = 'Cancel'): Button | null {
  const text = cancelMeans(view);
  if (text === null) return null;
  const question = confirm({ title: 'Cancel this?', text, yes: 'Cancel it', no: 'Keep it', danger: true });
  return button({ action: runActions.cancel, value: view.run.id, text: label, confirm: question });
}

function cancelMeans({ run, environment }: Pick<RunView, 'run' | 'environment'>): string | null {
  if (run.state.kind === 'ended') return null;
  if (run.state.kind === 'outcome-unknown') return mayGiveUp(run.state) ? givingUpMeans(environment.name) : null;
  const begun = begunOf(run.state);
  if (begun === null) return 'The request is closed and its approvals are gone. Nothing has been changed.';
  if (begun.cancelling !== null || hasDeployed(run)) return null;
  return runningCancelMeans(currentStep(run)?.name ?? 'preflight', environment.name);
}

const givingUpMeans = (environment: string): string =>
  `The run is closed without knowing what it did. Only after you looked that nothing of it works on ${environment} any more.`;

/** Who is cancelling it already, of a run whose steps have begun; null before that. */
function begunOf(state: RunView['run']['state']): { readonly cancelling: UserId | null } | null {
  if (state.kind === 'running') return state;
  return state.kind === 'queued' ? state.resume : null;
}

function runningCancelMeans(step: string, environment: string): string | null {
  if (step === 'deploy') {
    return `The statement that is running on ${environment} is cancelled. Migrations applied before it stay applied, and one that is not a single transaction may be left half done.`;
  }
  if (step === 'create')
    return `The migration may be written by then, and stays pending; the database of ${environment} has not been changed.`;
  const early = ['preflight', 'backup', 'verify-backup'].includes(step);
  return early ? `The run stops at once. The database of ${environment} has not been changed.` : null;
}
