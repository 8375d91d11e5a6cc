import type { CommandName } from '../../../src/render/commands.ts';
import { backup } from './backup.ts';
import { backups } from './backups.ts';
import { cancel } from './cancel.ts';
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
import type { Sample } from './sample.ts';
import { status } from './status.ts';
import { unfreeze } from './unfreeze.ts';

/** What each command answers: a new command does not compile until it has at least one. */
export const samples: Readonly<Record<CommandName, readonly Sample[]>> = {
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
  help,
};
