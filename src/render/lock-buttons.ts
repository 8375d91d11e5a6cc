import type { Button } from '@slack/types';
import { deedOn } from '../domain/decide/end-session.ts';
import { deedOnBlocker, waitedFor } from '../domain/decide/stop-blocker.ts';
import type { Environment } from '../domain/environment.ts';
import type { InquiryId } from '../domain/ids.ts';
import type { SessionAct, SessionDeed } from '../domain/locks.ts';
import { markOf, type ShownSession } from '../domain/locks-report.ts';
import type { Run } from '../domain/run.ts';
import {
  type BlockerAction,
  blockerActions,
  environmentActions,
  type SessionAction,
  sessionActions,
  sessionValue,
} from './action-ids.ts';
import { button, confirm } from './limits.ts';
import { whoseWords } from './session-words.ts';
import { count } from './words.ts';

/** *Show who waits*: the answer has a button for each session that may be stopped. */
export const locksButton = ({ id }: Pick<Environment, 'id'>): Button =>
  button({ action: environmentActions.showLocks, value: id, text: 'Show who waits' });

/** *Cancel statement* or *End session*, where the session may be stopped. */
export function sessionButton(inquiry: InquiryId, shown: ShownSession, acts: readonly SessionAct[]): Button | null {
  const deed = deedOn(shown, acts);
  const mark = markOf(shown.session);
  if (deed === null || mark === null) return null;
  const frees =
    shown.behind === 0 ? 'Nobody waits for it.' : `${count(shown.behind, 'session waits', 'sessions wait')} for it.`;
  const who = whoseWords(shown.session)
    .map(({ word }) => word)
    .join(' ');
  return stopButton({
    action: sessionActions[deed],
    value: sessionValue(inquiry, mark),
    pid: mark.pid,
    deed,
    who,
    frees,
  });
}

/** The same beside the words that name whom the migration of a run waits for; the answer to it is a message of its own. */
export const blockerButtons = (run: Run): readonly (Button | null)[] =>
  waitedFor(run)
    .slice(0, mostBlockers)
    .map((blocker) => {
      const { mark, application, user } = blocker;
      if (mark === null) return null;
      const deed = deedOnBlocker(blocker);
      const who = [application, user === null ? null : `as ${user}`].filter((word) => word !== null).join(' ');
      const value = sessionValue(run.id, mark);
      const frees = 'The migration waits for it.';
      return stopButton({ action: blockerActions[deed], value, pid: mark.pid, deed, who, frees });
    });

/** More fit under no card; *Show who waits* has all. */
const mostBlockers = 3;

function stopButton(of: {
  action: SessionAction | BlockerAction;
  value: string;
  pid: number;
  deed: SessionDeed;
  who: string;
  frees: string;
}): Button {
  const { action, value, pid, deed, frees } = of;
  const session = of.who === '' ? `session ${pid}` : `session ${pid} (${of.who.slice(0, 80)})`;
  return deed === 'cancel'
    ? button({
        action,
        value,
        text: `Cancel statement of ${pid}…`,
        confirm: confirm({
          title: `Cancel what session ${pid} does?`,
          text: `What ${session} does now ends with an error, and what it changed is rolled back. ${frees}`,
          yes: 'Cancel the statement',
          danger: true,
        }),
      })
    : button({
        action,
        value,
        text: `End session ${pid}…`,
        style: 'danger',
        confirm: confirm({
          title: `End session ${pid}?`,
          text: `The connection of ${session} is closed, and what its transaction changed is rolled back. ${frees}`,
          yes: 'End the session',
          danger: true,
        }),
      });
}
