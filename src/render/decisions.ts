import type { AuditEntry } from '../domain/effect.ts';
import { andList, bold, code, join, type Mrkdwn, md } from './escape.ts';
import { count, date, mention } from './words.ts';

/** What each entry of the audit chain about a run says, after who and when. */
const words: Readonly<Record<string, string>> = {
  'deploy.requested': 'asked for the deploy',
  'backup.requested': 'asked for the backup',
  'restore.requested': 'asked for the restore',
  'emergency.declared': 'declared an emergency',
  'emergency.reviewed': 'reviewed it afterwards',
  'run.approved': 'approved it',
  'checklist.backup': 'had a backup taken',
  'checklist.review': 'reviewed the SQL',
  'checklist.window': 'settled the window',
  'checklist.notify': 'announced it',
  'approvals.voided': 'something changed, earlier approvals are void',
  'run.sent-back': 'sent it back to its card',
  'run.started': 'started it',
  'run.taken-over': 'another worker took it up',
  'run.cancel-asked': 'asked to cancel it',
  'run.looked-again': 'had the host looked at again',
  'run.given-up': 'closed it without knowing its outcome',
  'run.outcome-unknown': 'lost sight of it',
  'run.succeeded': 'it succeeded',
  'run.failed': 'it did not succeed',
  'run.cancelled': 'cancelled it',
  'run.rejected': 'rejected it',
  'run.expired': 'it expired',
};

/** Steps have lines of their own. */
const isStep = ({ action }: AuditEntry): boolean => action.startsWith('step.');

function wordsOf({ action, detail }: AuditEntry): Mrkdwn {
  const said = words[action];
  if (said !== undefined) return md`${said}`;
  return action === 'attempt.refused' ? md`tried ${code(tried(detail))} and was refused` : code(action);
}

const tried = (detail: AuditEntry['detail']): string =>
  typeof detail === 'object' && detail !== null && !Array.isArray(detail) && 'what' in detail
    ? String(detail.what)
    : 'something';

const shownDecisions = 20;

/** Who did what when, oldest first; null where nothing is recorded. `newestFirst` as the audit chain hands it out. */
export function decisionLines(newestFirst: readonly AuditEntry[]): Mrkdwn | null {
  const told = newestFirst.filter((entry) => !isStep(entry));
  if (told.length === 0) return null;
  const listed = told
    .slice(0, shownDecisions)
    .reverse()
    .map((entry) => md`${date(entry.at)} · ${who(entry)} · ${wordsOf(entry)}`);
  const rest = told.length - listed.length;
  const head = rest > 0 ? [md`${bold('Who did what')}`, md`… ${rest} earlier`] : [md`${bold('Who did what')}`];
  return join([...head, ...listed], '\n');
}

const who = ({ actor }: AuditEntry): Mrkdwn => (actor === null ? md`Godwit` : mention(actor));

/** What people decided about a run after it was asked for, in one line: "@ben approved it Today 14:02 and @cleo …". */
export function decisionsInShort(newestFirst: readonly AuditEntry[]): Mrkdwn | null {
  const byPeople = newestFirst.filter(({ actor, action }) => actor !== null && !action.endsWith('.requested'));
  const refused = byPeople.filter(({ action }) => action === 'attempt.refused').length;
  const told = byPeople
    .filter(({ action }) => action !== 'attempt.refused')
    .slice(0, 6)
    .reverse()
    .map((entry) => md`${who(entry)} ${wordsOf(entry)} ${date(entry.at)}`);
  const attempts = refused === 0 ? [] : [md`${count(refused, 'refused attempt')}`];
  const all = [...told, ...attempts];
  return all.length === 0 ? null : andList(all);
}
