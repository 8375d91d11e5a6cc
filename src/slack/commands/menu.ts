import type { Command } from '../parse/command.ts';
import { backup } from './backup.ts';
import { backups } from './backups.ts';
import { cancel } from './cancel.ts';
import type { Asked, Handler } from './command.ts';
import { deploy } from './deploy.ts';
import { dev } from './dev.ts';
import { drift } from './drift.ts';
import { freeze } from './freeze.ts';
import { help } from './help.ts';
import { history } from './history.ts';
import { locks } from './locks.ts';
import { plan } from './plan.ts';
import { push } from './push.ts';
import { reset } from './reset.ts';
import { resolve } from './resolve.ts';
import { rollback } from './rollback.ts';
import { run } from './run.ts';
import { status } from './status.ts';
import { unfreeze } from './unfreeze.ts';

/** Every command that can be typed after `/migrate`. */
export const commands: { readonly [Name in Command['name']]: Handler<Name> } = {
  help,
  status,
  plan,
  deploy,
  backup,
  backups,
  rollback,
  drift,
  locks,
  resolve,
  dev,
  reset,
  push,
  history,
  run,
  cancel,
  freeze,
  unfreeze,
};

/** Those that only read: acknowledged before anything is asked, and answered when their turn comes. */
export const reads: ReadonlySet<Command['name']> = new Set<Command['name']>([
  'help',
  'status',
  'plan',
  'backups',
  'drift',
  'locks',
  'history',
  'run',
]);

/** Hands a command to its handler. */
export function take<Name extends Command['name']>(asked: Asked<Name>): Promise<void> {
  const handler = commands[asked.command.name as Name] as Handler<Name>;
  return handler(asked);
}
