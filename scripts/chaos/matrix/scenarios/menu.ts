import type { RunKind } from '../../../../src/domain/run.ts';
import { backup } from './backup.ts';
import { deploy } from './deploy.ts';
import { dev } from './dev.ts';
import { push } from './push.ts';
import { reset } from './reset.ts';
import { resolve } from './resolve.ts';
import { restore } from './restore.ts';
import type { Scenario } from './scenario.ts';

/** How each kind of run comes to something to do. */
export const scenarios: Readonly<Record<RunKind, Scenario>> = { deploy, backup, restore, resolve, dev, reset, push };
