import type { Right } from '../domain/policy.ts';

/** A word after `/migrate`: how it is typed, what it does, and the right it takes. */
export interface CommandWords {
  readonly name: string;
  readonly usage: string;
  readonly does: string;
  /** Null: everybody who is a full member of the workspace. */
  readonly right: Right | null;
}

/** What is understood today, in the order of the help. */
export const commands = [
  {
    name: 'status',
    usage: 'status [env]',
    does: 'applied, pending and failed migrations; without env: all environments',
    right: 'read',
  },
  {
    name: 'plan',
    usage: 'plan <env>',
    does: 'pending migrations and the review of their SQL: what each locks, breaks or loses',
    right: 'read',
  },
  {
    name: 'deploy',
    usage: 'deploy <env>',
    does: 'opens a request with checklist and approvals; it starts by itself when all is settled',
    right: 'request',
  },
  { name: 'backup', usage: 'backup <env> [label]', does: 'takes a backup and verifies it', right: 'request' },
  { name: 'backups', usage: 'backups <env>', does: 'lists the backups on the host', right: 'read' },
  {
    name: 'rollback',
    usage: 'rollback <env>',
    does: 'restores a backup that you choose, after a safety backup',
    right: 'request',
  },
  { name: 'history', usage: 'history [env]', does: 'past runs', right: 'read' },
  { name: 'run', usage: 'run <id>', does: 'one run in detail', right: 'read' },
  { name: 'cancel', usage: 'cancel <id>', does: 'stops a run or closes a request', right: null },
  {
    name: 'freeze',
    usage: 'freeze <env> <reason> [for 2h]',
    does: 'nobody deploys meanwhile',
    right: 'operate',
  },
  { name: 'unfreeze', usage: 'unfreeze <env>', does: 'lifts a freeze', right: 'operate' },
  { name: 'help', usage: 'help', does: 'this list', right: null },
] as const satisfies readonly CommandWords[];
export type CommandName = (typeof commands)[number]['name'];

/** Words that are understood, and refused with `not-available-yet`. */
export const laterCommands = [
  'resolve',
  'drift',
  'locks',
  'rehearse',
  'expand',
  'backfill',
  'dev',
  'reset',
  'push',
] as const;

/** "deploy <env>" of "deploy". */
export const usageOf = (name: CommandName): string => commands.find((command) => command.name === name)?.usage ?? name;

/** As it is typed: "/migrate deploy production". */
export const typed = (rest: string): string => `/migrate ${rest}`;
