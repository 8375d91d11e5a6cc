import type { MessageSubject } from '../domain/message.ts';
import { assertNever } from '../lib/assert-never.ts';
import { link, type Mrkdwn, md, nothing } from './escape.ts';
import { context, message, type Rendered, section } from './limits.ts';
import type { RunView } from './run-view.ts';
import { date, deed, mention, runCode } from './words.ts';

type Reason = Extract<MessageSubject, { kind: 'approval-call' }>['reason'];

/** A short direct message that asks for an approval; the decision itself is made on the card, where everybody sees it. */
export function approvalCall(view: RunView, reason: Reason): Rendered {
  if (isOver(view)) return over(view);
  const card =
    view.link === null ? md`Its card has the run ${runCode(view.run.id)}.` : link(view.link, 'Open the card');
  const text = md`${opening(view, reason)} ${deed(view.run, view.environment)}.${expiry(view)}`;
  return message(md`${text} ${card}`, [section(text), context(card)]);
}

function opening({ run, readiness }: RunView, reason: Reason): Mrkdwn {
  const { have = 0, need = 1 } = readiness.approvals ?? {};
  const so = md`${have} of ${need} so far`;
  switch (reason) {
    case 'asked':
      return md`${mention(run.requestedBy)} asks for your approval (${so}) to`;
    case 'reminder':
      return md`A reminder: ${mention(run.requestedBy)} still waits for approvals (${so}) to`;
    case 'backup':
      return md`Nobody else has approved in time, so ${mention(run.requestedBy)} asks you (${so}) to let them`;
    default:
      return assertNever(reason);
  }
}

const expiry = ({ run: { state } }: RunView): Mrkdwn =>
  state.kind === 'waiting' && state.expiresAt !== null ? md` It expires ${date(state.expiresAt)}.` : nothing;

/** Nobody needs to decide any more: the message says so instead of calling people for nothing. */
const isOver = ({ run, readiness }: RunView): boolean =>
  (run.state.kind !== 'waiting' && run.state.kind !== 'preparing') ||
  readiness.approvals === null ||
  readiness.approvals.have >= readiness.approvals.need;

function over(view: RunView): Rendered {
  const text = md`No approval is needed any more to ${deed(view.run, view.environment)}.`;
  return message(text, [section(text), context(view.link === null ? null : link(view.link, 'Open the card'))]);
}
