import type { DeedOutcome, SessionAct } from '../domain/locks.ts';
import { code, lines, type Mrkdwn, md, nothing, withCode } from './escape.ts';
import { date, mention } from './words.ts';

const shown = 10;

/** What became of it, where it did not simply help. */
const outcomes: Readonly<Record<Exclude<DeedOutcome, 'done'>, string>> = {
  'still-there': 'after 5 s it still holds others up, or rolls back',
  gone: 'nothing was done, as its transaction had ended before',
  harmless: 'nothing was done, as nobody waits for it any more',
  protected: 'nothing was done, as it belongs to a run',
  'not-permitted': "nothing was done, as Godwit's login lacks the role `pg_signal_backend`",
  unreachable: 'nothing was done, as the database could not be reached',
};

/** Who had which session stopped, and how it ended; one a line. */
export const actLines = (acts: readonly SessionAct[]): Mrkdwn => lines(...acts.slice(-shown).map(actLine));

function actLine({ session, application, deed, by, at, outcome }: SessionAct): Mrkdwn {
  const whom = md`session ${code(String(session.pid))}${application === null ? nothing : md` (${code(application)})`}`;
  const what = deed === 'cancel' ? md`the statement of ${whom}` : whom;
  if (outcome === null) return md`▸ ${mention(by)} ${deed === 'cancel' ? 'is cancelling' : 'is ending'} ${what} …`;
  if (outcome === 'done') return md`✓ ${mention(by)} ${deed === 'cancel' ? 'cancelled' : 'ended'} ${what}, ${date(at)}`;
  return md`– ${mention(by)} wanted to ${deed} ${what}, ${date(at)}: ${withCode(outcomes[outcome])}`;
}
