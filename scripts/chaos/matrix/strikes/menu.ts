import type { FaultName } from '../faults.ts';
import { app, both, clockBack, clockForward, worker } from './godwit.ts';
import { disk, script } from './host.ts';
import { blackHole, postgres, redis, slack, sshd, target } from './servers.ts';
import type { Strike } from './strike.ts';

/** How each fault is done. */
export const strikes: Readonly<Record<FaultName, Strike>> = {
  worker,
  app,
  both,
  redis,
  postgres,
  target,
  sshd,
  'black-hole': blackHole,
  script,
  slack,
  disk,
  'clock-forward': clockForward,
  'clock-back': clockBack,
};
