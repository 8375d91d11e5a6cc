import type { Measure } from './measure.ts';
import { acknowledgeDeploy } from './measures/acknowledge-deploy.ts';
import { acknowledgeHelp } from './measures/acknowledge-help.ts';
import { deployRun } from './measures/deploy-run.ts';
import { deployWatch } from './measures/deploy-watch.ts';
import { driftAndDown } from './measures/drift-and-down.ts';
import { idleMemory } from './measures/idle-memory.ts';
import { locksAnswer } from './measures/locks-answer.ts';
import { overviewFirstStroke } from './measures/overview-first-stroke.ts';
import { statusFirstStroke } from './measures/status-first-stroke.ts';

/** Every row of the table, in its order. */
export const menu: readonly Measure[] = [
  acknowledgeHelp,
  acknowledgeDeploy,
  statusFirstStroke,
  deployRun,
  overviewFirstStroke,
  idleMemory,
  locksAnswer,
  driftAndDown,
  deployWatch,
];
