import type { StepName } from '../domain/run.ts';
import { backup } from './backup.ts';
import { create } from './create.ts';
import { deploy } from './deploy.ts';
import { notify } from './notify.ts';
import { preflight } from './preflight.ts';
import { push } from './push.ts';
import { reset } from './reset.ts';
import { resolve } from './resolve.ts';
import { restore } from './restore.ts';
import { verifyRestore } from './restored-history.ts';
import { safetyBackup } from './safety-backup.ts';
import { health, start, stop } from './service.ts';
import type { Step } from './step.ts';
import { verify } from './verify.ts';
import { verifyBackup } from './verify-backup.ts';

/** Every step a worker can take, in the order in which the guide names them. */
export const steps: Readonly<Record<StepName, Step>> = {
  preflight,
  backup,
  'verify-backup': verifyBackup,
  create,
  reset,
  push,
  deploy,
  verify,
  stop,
  'safety-backup': safetyBackup,
  restore,
  'verify-restore': verifyRestore,
  start,
  health,
  notify,
  resolve,
};
