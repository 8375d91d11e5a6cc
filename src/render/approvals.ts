import type { KnownBlock } from '@slack/types';
import { andList, bold, join, type Mrkdwn, md, nothing } from './escape.ts';
import { section } from './limits.ts';
import type { RunView } from './run-view.ts';
import { mention, sentence } from './words.ts';

/** "*Approvals* 1 of 2: @ana" */
export function approvalsBlock({ readiness }: RunView): KnownBlock {
  const { approvals } = readiness;
  if (readiness.emergency) return section(md`${bold('Approvals')} not waited for`);
  if (approvals === null) return section(md`${bold('Approvals')} none needed`);
  const names = approvals.counted.map(({ by }) => mention(by));
  const who = names.length === 0 ? nothing : md`: ${andList(names)}`;
  return section(md`${bold('Approvals')} ${approvals.have} of ${approvals.need}${who}`);
}

/** Why earlier approvals do not count any more: what changed since they were given. */
export function voidedBlock({ run }: RunView): KnownBlock | null {
  if (run.state.kind !== 'waiting' || run.state.voided.length === 0) return null;
  const listed = run.state.voided.map((change) => md`• ${sentence(change)}`);
  const head = md`${bold('Something changed.')} Earlier approvals do not count any more, please look again:`;
  return section(md`${head}\n${join(listed, '\n')}`);
}

/** Who vouched for it, in one small line, once that is settled. */
export function settledLine({ run, readiness }: RunView): Mrkdwn | null {
  const names = (readiness.approvals?.counted ?? []).map(({ by }) => mention(by));
  const approved = names.length === 0 ? null : md`Approved by ${andList(names)}`;
  const reviewed = run.checklist.review === null ? null : md`SQL reviewed by ${mention(run.checklist.review.by)}`;
  const parts = [approved, reviewed].filter((part) => part !== null);
  return parts.length === 0 ? null : join(parts, ' · ');
}
