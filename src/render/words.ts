/** Phrases that several messages share: the same word for the same thing everywhere. */

import type { Environment } from '../domain/environment.ts';
import type { ChannelId, RunId, UserId } from '../domain/ids.ts';
import type { ChecklistItem, Principal, Right } from '../domain/policy.ts';
import type { Resolution } from '../domain/resolve.ts';
import type { Run, StepName } from '../domain/run.ts';
import { assertNever } from '../lib/assert-never.ts';
import type { EpochMs } from '../lib/time.ts';
import { andList, code, escaped, join, type Mrkdwn, md, raw } from './escape.ts';

/** "1 migration", "3 migrations" */
export const count = (amount: number, noun: string, plural = `${noun}s`): string =>
  `${amount} ${amount === 1 ? noun : plural}`;

/** "2026-11-22 14:02 UTC", for places where Slack does not read dates. */
export const utc = (at: EpochMs): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** A moment in each reader's own zone: "Today 14:02". */
export const date = (at: EpochMs): Mrkdwn =>
  raw(`<!date^${Math.floor(at / 1_000)}^{date_short_pretty} {time}|${utc(at)}>`);

/** An id as Slack gives it; anything else stays harmless text. */
const reference = (sigil: string, id: string): Mrkdwn =>
  /^[A-Z0-9]+$/.test(id) ? raw(`<${sigil}${id}>`) : escaped(id);

export const mention = (person: UserId): Mrkdwn => reference('@', person);

export const channelLink = (channel: ChannelId): Mrkdwn => reference('#', channel);

export const principal = (who: Principal): Mrkdwn => reference(who.startsWith('S') ? '!subteam^' : '@', who);

export const runCode = (run: RunId): Mrkdwn => code(run);

/** The first `shown` names in fixed width, one a line, and how many more there are. */
export function nameLines(names: readonly string[], shown = 10): Mrkdwn {
  const rest = names.length - shown;
  const listed = names.slice(0, shown).map((name) => md`• ${code(name.slice(0, 200))}`);
  return join(rest > 0 ? [...listed, md`… ${rest} more`] : listed, '\n');
}

/** The first `shown` names in one line: "`a`, `b` and 3 more". */
export function nameList(names: readonly string[], shown = 5): Mrkdwn {
  const rest = names.length - shown;
  const listed = names.slice(0, shown).map((name) => code(name.slice(0, 200)));
  return rest > 0 ? md`${join(listed, ', ')} and ${rest} more` : andList(listed);
}

export const stepWords: Readonly<Record<StepName, string>> = {
  preflight: 'preflight',
  backup: 'backup',
  'verify-backup': 'verify backup',
  create: 'create the migration',
  reset: 'reset',
  push: 'push',
  deploy: 'deploy',
  verify: 'verify',
  stop: 'stop the service',
  'safety-backup': 'safety backup',
  restore: 'restore',
  'verify-restore': 'verify restore',
  start: 'start the service',
  health: 'health check',
  notify: 'notify team',
  resolve: 'record the end',
};

/** How Prisma's history says that a migration ended. */
export const endWords: Readonly<Record<Resolution, string>> = { applied: 'applied', 'rolled-back': 'rolled back' };

/** The rows of the guide's checklist. */
const itemWords: Readonly<Record<ChecklistItem, string>> = {
  backup: 'Database backup',
  review: 'SQL review',
  staging: 'Test on staging',
  window: 'Maintenance window',
  notify: 'Notify team',
};

/** The guide says "staging"; the configuration may promote from another environment. */
export const itemName = (item: ChecklistItem, { policy }: Pick<Environment, 'policy'>): string =>
  item === 'staging' && policy.promotesFrom !== null ? `Test on ${shortName(policy.promotesFrom)}` : itemWords[item];

/** What the right lets a person do, after "may". */
export const rightWords: Readonly<Record<Right, string>> = {
  read: 'look at',
  request: 'ask for changes to',
  approve: 'review and approve changes to',
  operate: 'operate',
  destroy: 'destroy things on',
  emergency: 'use break-glass on',
};

/** The name of an environment without its project. */
export const shortName = (environment: string): string => environment.slice(environment.indexOf('/') + 1);

/** "deploy 3 migrations to production", as in "you asked to …". */
export function deed({ purpose, plan }: Pick<Run, 'purpose' | 'plan'>, environment: Pick<Environment, 'name'>): string {
  switch (purpose.kind) {
    case 'deploy':
      return plan === null
        ? `deploy to ${environment.name}`
        : `deploy ${count(plan.pending.length, 'migration')} to ${environment.name}`;
    case 'backup':
      return `back up ${environment.name}`;
    case 'restore':
      return `restore ${environment.name} from a backup`;
    case 'resolve':
      return `mark ${purpose.migration} as ${endWords[purpose.as]} on ${environment.name}`;
    case 'dev':
      return purpose.name === null
        ? `apply ${plan === null ? 'what is pending' : count(plan.pending.length, 'migration')} on ${environment.name}`
        : `create the migration ${purpose.name} on ${environment.name} and apply it`;
    case 'reset':
      return `reset ${environment.name}`;
    case 'push':
      return `push the schema to ${environment.name}`;
    default:
      return assertNever(purpose);
  }
}

/** "Deploy 3 migrations to production", "Emergency: deploy 3 migrations to production" */
export const title = (
  run: Pick<Run, 'purpose' | 'plan' | 'emergency'>,
  environment: Pick<Environment, 'name'>,
): string => (run.emergency === null ? capital(deed(run, environment)) : `Emergency: ${deed(run, environment)}`);

export const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** A sentence with its full stop, where a text may come with or without one. */
export const sentence = (text: string): string => (/[.!?…:]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`);
