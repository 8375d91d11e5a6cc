import type { Argv } from '../domain/environment.ts';
import { toolCommand, toolVariables } from '../domain/postgres-tools.ts';
import type { TaskCommand } from '../ports/remote.ts';
import type { BackupForm } from './verify-backup.ts';

/** The forms that can be read as SQL. */
export type LoadableForm = Exclude<BackupForm, 'unreadable'>;

/**
 * Reads the backup from stdin as SQL and runs it in one transaction: $1 = form, $2 = database, $3 = what comes before it.
 * A pipe tells nobody that its first half broke, so the reader's own success is what sends COMMIT; else what follows is
 * an error to psql wherever the text was cut off. The rows that a dump's `SELECT`s print are nobody's business.
 * Tools of version 17 turn off `transaction_timeout` in the head of what they write; servers before 17 do not know it.
 */
const load = `form=$1 database=$2 before=$3
backup() {
  case $form in
    archive) pg_restore -f - ;;
    gzip) gzip -dc ;;
    text) cat ;;
  esac
}
sql() {
  exec 4>&1
  printf 'BEGIN;\\n%s\\n' "$before"
  ended=$({ { backup 3>&- 4>&-; echo "$?" >&3; } | LC_ALL=C sed '1,60{/^SET transaction_timeout = 0;$/d;}' >&4; echo "$?" >&3; } 3>&1)
  [ "$(echo $ended)" = '0 0' ] && printf '\\nCOMMIT;\\n' || printf '\\n\\\\.\\nROLLBACK;\\nSELECT 1/0;\\n'
}
sql | psql -X -q -v ON_ERROR_STOP=1 -v VERBOSITY=verbose -d "$database" > /dev/null`;

/** Loads a backup into a database, wholly or not at all. */
export const loadCommand = (
  tools: Argv,
  { path, form }: { path: string; form: LoadableForm },
  into: { database: string; before: string },
): TaskCommand => ({
  argv: toolCommand(tools, ['sh', '-c', load, 'sh', form, into.database, into.before]),
  stdin: { secrets: toolVariables, file: path },
  stdoutFile: null,
});

/** What the server says comes with its code, which has no language. */
const quiet = ['psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-v', 'VERBOSITY=verbose'];

/** One statement by psql. */
export const psqlCommand = (tools: Argv, database: string, statement: string): TaskCommand => ({
  argv: toolCommand(tools, [...quiet, '-d', database, '-c', statement]),
  stdin: { secrets: toolVariables, file: null },
  stdoutFile: null,
});

/**
 * The first thing that PostgreSQL or its tools said went wrong, as a fact for the card: the primary message alone. The
 * tools speak English; the server says ERROR in its own language, and a code (those of warnings begin with 00 or 01).
 */
export function saidWrong(log: string): readonly { label: string; value: string }[] {
  const [, coded, plain] = /\p{L}+: {2}(?!0[01])[0-9A-Z]{5}: +(.*)|(?:ERROR|FATAL|error): +(.*)/u.exec(log) ?? [];
  const message = (coded ?? plain)?.trim();
  return message === undefined ? [] : [{ label: 'Said', value: message.slice(0, 300) }];
}
