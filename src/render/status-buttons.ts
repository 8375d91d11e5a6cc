import type { Button } from '@slack/types';
import type { Environment } from '../domain/environment.ts';
import type { StatusReport } from '../domain/inquiry.ts';
import { environmentActions } from './action-ids.ts';
import { button, confirm } from './limits.ts';
import { markButtons } from './mark-buttons.ts';
import { restoreButton } from './next-buttons.ts';
import { holdsOwnLock, type Surroundings } from './surroundings.ts';
import { count } from './words.ts';

/** What makes sense on an environment in this state; nothing that would be refused anyway. */
export function statusButtons(view: Surroundings, report: StatusReport | null): readonly (Button | null)[] {
  if (report === null) return [];
  const { environment } = view;
  const { comparison } = report;
  const deployable = comparison.pending.length > 0 && comparison.failed.length === 0;
  const free = view.open === null && view.newer === null;
  const idle = free && view.freeze === null;
  return [
    deployable && idle ? deployButton(environment, comparison.pending.length) : null,
    ...(free ? comparison.failed.slice(0, 1).flatMap((name) => markButtons(environment, name)) : []),
    comparison.failed.length > 0 && free ? restoreButton(environment) : null,
    report.hostLock !== null && !holdsOwnLock(view, report) ? breakButton(environment, report.hostLock.run) : null,
  ];
}

export const deployButton = ({ id, name }: Environment, pending: number) =>
  button({
    action: environmentActions.deploy,
    value: id,
    text: `Deploy ${count(pending, 'migration')}`,
    confirm: confirm({
      title: `Deploy to ${name}?`,
      text: `A request to deploy ${count(pending, 'migration')} to ${name} is opened in your name. It starts when its checklist and approvals are complete.`,
      yes: 'Open the request',
    }),
  });

const breakButton = ({ id, name }: Environment, run: string) =>
  button({
    action: environmentActions.breakLock,
    value: id,
    text: 'Break the host lock…',
    style: 'danger',
    confirm: confirm({
      title: 'Break the host lock?',
      text: `Run ${run} holds ${name}. If it is still at work, two runs could then change the database at once. Only break it when that Godwit is gone for good.`,
      yes: 'Break the lock',
      danger: true,
    }),
  });
