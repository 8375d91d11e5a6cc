import type { Button } from '@slack/types';
import { deedOn } from '../domain/decide/end-session.ts';
import type { Environment } from '../domain/environment.ts';
import type { InquiryId } from '../domain/ids.ts';
import type { SessionAct } from '../domain/locks.ts';
import { markOf, type ShownSession } from '../domain/locks-report.ts';
import { environmentActions, sessionActions, sessionValue } from './action-ids.ts';
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
  const { pid } = mark;
  const who = whoseWords(shown.session)
    .map(({ word }) => word)
    .join(' ');
  const session = who === '' ? `session ${pid}` : `session ${pid} (${who.slice(0, 80)})`;
  const frees =
    shown.behind === 0 ? 'Nobody waits for it.' : `${count(shown.behind, 'session waits', 'sessions wait')} for it.`;
  const value = sessionValue(inquiry, mark);
  return deed === 'cancel'
    ? button({
        action: sessionActions.cancel,
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
        action: sessionActions.end,
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
