import type { UserId } from '../domain/ids.ts';
import type { MessageSubject } from '../domain/message.ts';
import type { Run } from '../domain/run.ts';
import { assertNever } from '../lib/assert-never.ts';
import { link, type Mrkdwn, md, nothing } from './escape.ts';
import { context, message, type Rendered, section } from './limits.ts';
import type { RunView } from './run-view.ts';
import { date, deed, mention, runCode } from './words.ts';

type Call = Pick<Extract<MessageSubject, { kind: 'approval-call' }>, 'person' | 'reason'>;

/** A short direct message that asks for an approval; the decision itself is made on the card, where everybody sees it. */
export function approvalCall(view: RunView, { person, reason }: Call): Rendered {
  if (isOver(view, person)) return over(view, person);
  const card =
    view.link === null ? md`Its card has the run ${runCode(view.run.id)}.` : link(view.link, 'Open the card');
  const text = md`${opening(view, reason)} ${deed(view.run, view.environment)}.${expiry(view)}`;
  return message(md`${text} ${card}`, [section(text), context(card)]);
}

function opening({ run, readiness }: RunView, reason: Call['reason']): Mrkdwn {
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

/** Whether nothing is wanted of this person any more: the message says so instead of calling them for nothing. */
export const isOver = (view: RunView, person: UserId): boolean =>
  !isOpen(view.run) ||
  hasApproved(view.run, person) ||
  view.readiness.approvals === null ||
  view.readiness.approvals.have >= view.readiness.approvals.need;

const isOpen = ({ state }: Run): boolean => state.kind === 'waiting' || state.kind === 'preparing';
const hasApproved = ({ approvals, plan }: Run, person: UserId): boolean =>
  approvals.some(({ by, receipt }) => by === person && receipt === plan?.receipt);

function over(view: RunView, person: UserId): Rendered {
  const wanted = deed(view.run, view.environment);
  const text = hasApproved(view.run, person)
    ? md`You gave your approval to ${wanted}.`
    : md`No approval is needed any more to ${wanted}${why(view.run)}.`;
  return message(text, [section(text), context(view.link === null ? null : link(view.link, 'Open the card'))]);
}

/** How it came to nothing; what else became of it stands on the card. */
function why({ state }: Run): Mrkdwn {
  if (state.kind !== 'ended') return nothing;
  const { ending } = state;
  switch (ending.kind) {
    case 'rejected':
      return md`: ${mention(ending.by)} rejected it`;
    case 'cancelled':
      return md`: ${mention(ending.by)} cancelled it`;
    case 'expired':
      return md`: the request expired`;
    case 'succeeded':
    case 'failed':
      return nothing;
    default:
      return assertNever(ending);
  }
}
