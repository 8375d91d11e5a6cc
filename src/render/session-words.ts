import type { LockNode, LockWait, PreparedSeen, SessionSeen } from '../domain/locks.ts';
import { assertNever } from '../lib/assert-never.ts';
import { formatDuration } from '../lib/duration.ts';

/** "902", or the name of a prepared transaction. */
export const idWord = (id: string): string => id.replace(/^prepared:/, '');

/** "idle in transaction for 4 min", "active for 12 s", "autovacuum worker" */
export function stateWords(who: SessionSeen | PreparedSeen): string {
  if (who.kind === 'prepared') return `prepared ${formatDuration(who.preparedMs)} ago`;
  const { process, state, stateMs } = who;
  const prefix = process === null || process === 'client backend' ? '' : `${process}, `;
  if (state === null) return process === null || prefix === '' ? 'its state cannot be seen' : process;
  return `${prefix}${state}${stateMs === null ? '' : ` for ${formatDuration(stateMs)}`}`;
}

/** "waits 3 min for AccessExclusive on" and what; the name stands apart, since it is written in fixed width. */
export function waitWords({ on, name, mode, ms }: LockWait): { readonly words: string; readonly name: string | null } {
  const waits = ms === null ? 'waits' : `waits ${formatDuration(ms)}`;
  switch (on) {
    case 'relation':
      return { words: `${waits} for ${mode} on ${name === null ? 'a table of another database' : ''}`.trim(), name };
    case 'row':
      return { words: `${waits} for a row of ${name === null ? 'a table' : ''}`.trim(), name };
    case 'transaction':
      return { words: `${waits} for the end of a transaction that changed the same row`, name: null };
    case 'snapshot':
      return { words: `${waits} for the end of an older transaction`, name: null };
    case 'prisma-lock':
      return { words: `${waits} for Prisma's migration lock`, name: null };
    case 'advisory':
      return { words: `${waits} for an advisory lock`, name: null };
    case 'other':
      return { words: `${waits} for a lock of the kind`, name };
    default:
      return assertNever(on);
  }
}

/** "app-worker as app"; what is not known is left out. */
export function whoseWords(
  who: SessionSeen | PreparedSeen,
): readonly { readonly word: string; readonly code: boolean }[] {
  const user = who.user === null ? [] : [plain('as'), named(who.user)];
  if (who.kind === 'prepared') return user;
  return who.application === null ? user : [named(who.application), ...user];
}

const plain = (word: string) => ({ word, code: false });
const named = (word: string) => ({ word, code: true });

/** "last: UPDATE …" of a session that does nothing now. */
export const statementWords = (who: LockNode['who']): string | null => {
  if (who.kind === 'prepared') return 'ends by COMMIT PREPARED or ROLLBACK PREPARED alone';
  if (who.statement === null) return null;
  return who.state === 'active' ? who.statement : `last: ${who.statement}`;
};
