import { z } from 'zod';
import type {
  BackupWay,
  DatabaseAccess,
  Limits,
  RollbackWay,
  ServiceCommands,
  WaitingLimit,
} from '../domain/environment.ts';
import { command, strayInPath } from './command.ts';
import { duration, durationOrNone, relativeDirectory, secretReference, variableName } from './fields.ts';
import { strict } from './strict.ts';

/** `database: {…}`: how SQL reaches the database. */
export const databaseSection = (base: string) =>
  strict({
    via: z.enum(['app', 'ssh']).default('app'),
    url: secretReference(base).optional(),
    variable: variableName.default('DATABASE_URL'),
    tools: command().default([]),
  }).transform(({ via, url, variable, tools }, context): DatabaseAccess => {
    if (via === 'ssh' && url !== undefined) return { via, url, variable, tools };
    if (via === 'ssh')
      context.issues.push({ code: 'custom', input: null, path: ['url'], message: 'is required with via: ssh' });
    if (via === 'app' && url !== undefined) {
      const message = 'belongs to via: ssh; with via: app the URL is the one that the app uses';
      context.issues.push({ code: 'custom', input: null, path: ['url'], message });
    }
    return { via: 'app', variable, tools };
  });

/** What is said to the questions of a script. */
const answers = z.array(strict({ when: z.string().min(1, 'is empty'), say: z.string() })).default([]);

/** `backup: {…}`: the team's own script, or Godwit's way. */
export const backupSection = strict({
  command: command(['env', 'label']).optional(),
  directory: relativeDirectory
    .refine((path) => strayInPath(path).length === 0, { error: 'only {env} is filled in here' })
    .default('backups/{env}'),
  keep: z.int().min(1).default(5),
  answers,
}).transform(({ command = null, ...way }): BackupWay => ({ command, ...way }));

/** `rollback: {…}`: the team's own script, and what is said to its questions. */
export const rollbackSection = strict({
  command: command(['env', 'backup']),
  answers,
}).transform((way): RollbackWay => way);

/** `service: {…}`: what stands still while a backup is restored. */
export const serviceSection = strict({
  stop: command().optional(),
  start: command().optional(),
  health: command().optional(),
}).transform(({ stop = null, start = null, health = null }, context): ServiceCommands => {
  if ((stop === null) !== (start === null)) {
    const message = 'stop and start need each other: what is stopped for a restore is started after it';
    context.issues.push({ code: 'custom', input: null, message });
  }
  return { stop, start, health };
});

/** `waiting: {…}`: those who wait behind a migration. */
const waitingSection = strict({
  sessions: z.int().min(1).default(20),
  time: durationOrNone.default(5_000),
}).transform(({ sessions, time }): WaitingLimit | null => (time === null ? null : { sessions, forMs: time }));

/** `limits: {…}` */
export const limitsSection = strict({
  step: duration.default(30 * 60_000),
  lockTimeout: durationOrNone.default(2_000),
  statementTimeout: durationOrNone.default(null),
  waiting: waitingSection.prefault({}),
}).transform(
  ({ step, lockTimeout, statementTimeout, waiting }): Limits => ({
    stepMs: step,
    lockTimeoutMs: lockTimeout,
    statementTimeoutMs: statementTimeout,
    waiting,
  }),
);
