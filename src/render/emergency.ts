import type { KnownBlock } from '@slack/types';
import { unreviewed } from '../domain/emergency.ts';
import type { Emergency } from '../domain/emergency-types.ts';
import type { Run } from '../domain/run.ts';
import { runActions } from './action-ids.ts';
import { bold, code, lines, type Mrkdwn, md } from './escape.ts';
import { button, confirm, section } from './limits.ts';
import type { RunView } from './run-view.ts';
import { date, mention, sentence } from './words.ts';

/** On the card: who does not wait and why, what holds all the same, and the review that is owed. Null: no emergency. */
export function emergencyBlock(view: RunView): KnownBlock | null {
  const text = emergencyText(view);
  if (text === null) return null;
  const { run, environment } = view;
  return unreviewed(run) === null ? section(text) : section(text, reviewedButton(run, environment.name));
}

/** The same in words alone. */
export function emergencyText({ run, readiness }: RunView): Mrkdwn | null {
  const { emergency } = run;
  if (emergency === null) return null;
  const waits = run.state.kind === 'waiting' && !readiness.emergency;
  const rule = waits
    ? md`It waits as any other deploy: ${mention(emergency.by)} does not hold the right ${code('emergency')} any more.`
    : isOpen(run)
      ? notWaitedFor
      : null;
  return lines(reasonLine(emergency), rule, afterwards(run, emergency));
}

const isOpen = ({ state }: Run): boolean => state.kind !== 'ended';

const reasonLine = ({ by, at, reason }: Emergency): Mrkdwn =>
  md`${bold('Emergency')} declared by ${mention(by)} · ${date(at)}: ${sentence(reason)}`;

const notWaitedFor = md`No approval, window, freeze or row of the checklist is waited for. The backup is taken, and closed gates and blocked statements hold it up all the same.`;

function afterwards(run: Run, { reviewed }: Emergency): Mrkdwn | null {
  if (reviewed !== null)
    return md`☑ ${bold('Review')} · reviewed afterwards · ${mention(reviewed.by)} · ${date(reviewed.at)}`;
  return unreviewed(run) === null
    ? null
    : md`☐ ${bold('Review')} · open: somebody else who may approve looks at what was done`;
}

function reviewedButton({ id }: Run, environment: string) {
  const question = confirm({
    title: 'Reviewed?',
    text: `You say that you looked at what this deploy did to ${environment}, and at its reason. Your name stays on the card and in the audit chain.`,
    yes: 'Reviewed',
  });
  return button({
    action: runActions.reviewEmergency,
    value: id,
    text: 'Reviewed',
    style: 'primary',
    confirm: question,
  });
}

/** Told to everybody: the reason, and what it skips. */
export function emergencyLines({ emergency }: Run): readonly (Mrkdwn | null)[] {
  if (emergency === null) return [];
  return [
    md`${mention(emergency.by)}: ${sentence(emergency.reason)}`,
    md`It waits for no approval, window or freeze. The backup is taken first, and somebody else reviews it afterwards.`,
  ];
}
