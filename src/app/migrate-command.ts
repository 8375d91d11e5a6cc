import { readOwnDatabase } from '../config/environment-variables.ts';
import { assertNever } from '../lib/assert-never.ts';
import { migrateOwnTables } from '../store/migrate-own-tables.ts';
import { type Granted, grantRunningRole } from '../store/running-role.ts';
import { orProblems } from './or-problems.ts';
import type { Terminal } from './terminal.ts';

/** Brings the own tables up, then gives the running role what it needs. 0 done, 1 not, 2 unusable variables. */
export async function migrateCommand(terminal: Terminal): Promise<number> {
  const own = orProblems(readOwnDatabase(terminal.variables), terminal);
  if (own === null) return 2;
  const environment = terminal.variables;
  const { exitCode, output } = await migrateOwnTables({ databaseUrl: own.ownerUrl.reveal(), environment });
  (exitCode === 0 ? terminal.out : terminal.err)(`${output}\n`);
  if (exitCode !== 0 || own.runningUrl === null) return exitCode;
  const granted = await grantRunningRole(own.ownerUrl.reveal(), own.runningUrl.reveal());
  const done = granted.kind === 'granted' || granted.kind === 'same-role';
  (done ? terminal.out : terminal.err)(`${sentence(granted)}\n`);
  return done ? 0 : 1;
}

function sentence({ kind, role }: Granted): string {
  const name = JSON.stringify(role);
  switch (kind) {
    case 'granted':
      return `The role ${name} may now do what a running Godwit needs, and cannot change the audit chain.`;
    case 'same-role':
      return `Both URLs log in as ${name}: Godwit runs with its owner's power and could change the audit chain.`;
    case 'unknown-role':
      return `granting rights: there is no role ${name}; create it with CREATE ROLE ${name} LOGIN PASSWORD '…'`;
    case 'too-powerful':
      return `granting rights: the role ${name} could still change the audit chain; it is a superuser, owns the tables, or belongs to a role that does`;
    default:
      return assertNever(kind);
  }
}
