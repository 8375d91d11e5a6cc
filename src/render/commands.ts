import type { AllowedCommand, Right } from '../domain/policy.ts';

/** The chapters of the help, in its order; the guide's own headings, so that whoever knows it finds the place. */
export const chapters = {
  workflow: 'Migration workflow',
  backup: 'Backup before a migration',
  rollback: 'Rollback procedures',
  trouble: 'Troubleshooting: stuck, drift, lock issues',
  development: 'Development and reset',
  around: 'Runs',
} as const;

/** A word after `/migrate`: the one record behind the help, the README and its page in `docs/commands`. */
export interface CommandWords {
  readonly name: string;
  readonly usage: string;
  /** What it does, in one line that uses the guide's words. */
  readonly does: string;
  /** Null: every full member of the workspace, unless `who` says more. */
  readonly right: Right | null;
  /** Another right that is enough for one way of it. */
  readonly also?: Right;
  /** Who may, where the right alone does not tell it. */
  readonly who?: string;
  /** An environment has it only where its `allow` names this; absent: every environment has it. */
  readonly allow?: AllowedCommand;
  /** What can be lost by it, and what Godwit sets against that: whole sentences. */
  readonly loses: string;
  readonly chapter: keyof typeof chapters;
}

const nothingLost = 'Nothing: it only looks.';

/** What is understood today, in the order of the help. */
export const commands = [
  {
    name: 'status',
    usage: 'status [env]',
    does: 'applied, pending and failed migrations; without env: all environments',
    right: 'read',
    loses: nothingLost,
    chapter: 'workflow',
  },
  {
    name: 'plan',
    usage: 'plan <env>',
    does: 'pending migrations and the review of their SQL: safe or risky, what each locks, breaks or loses',
    right: 'read',
    loses: nothingLost,
    chapter: 'workflow',
  },
  {
    name: 'deploy',
    usage: 'deploy <env> [--emergency <reason>]',
    does: 'opens a request with checklist and approvals; it starts by itself when all is settled',
    right: 'request',
    also: 'emergency',
    who: '`request`; with `--emergency` the right `emergency`, which waits for no approval, window, freeze or checklist',
    loses:
      'What the migrations themselves remove: the review on the card names every such statement before anybody approves. A backup is always taken first, also in an emergency; to restore it costs what was written since.',
    chapter: 'workflow',
  },
  {
    name: 'backup',
    usage: 'backup <env> [label]',
    does: 'takes a backup and verifies it',
    right: 'request',
    loses: "Nothing of the database. Of Godwit's own backups the oldest beyond `keep` are removed; a team's never are.",
    chapter: 'backup',
  },
  {
    name: 'backups',
    usage: 'backups <env>',
    does: 'lists the backups on the host',
    right: 'read',
    loses: nothingLost,
    chapter: 'backup',
  },
  {
    name: 'rollback',
    usage: 'rollback <env>',
    does: 'the three ways back: restore a backup, roll back with a migration, mark a failed one as rolled back',
    right: 'request',
    loses:
      'By a restore everything written after the chosen backup was taken; the service is stopped meanwhile, and a safety backup of the state before is kept for 7 days. By a migration what stands in the columns and tables that it removes: its review names them before anybody approves, and a backup is taken first. By marking nothing.',
    chapter: 'rollback',
  },
  {
    name: 'drift',
    usage: 'drift <env>',
    does: 'how the database differs from its migrations, as SQL that adopts it or reverts it',
    right: 'read',
    loses:
      'Nothing: it only looks. To see what the files make, Prisma applies them to a shadow database beside, which is dropped again.',
    chapter: 'trouble',
  },
  {
    name: 'locks',
    usage: 'locks <env>',
    does: 'who waits for whom in the database, since when; a session that blocks or is idle in a transaction can be stopped',
    right: 'read',
    who: '`read`; to stop a session `operate`',
    loses:
      "Nothing by looking. A session that is stopped loses what its transaction changed: it is rolled back, and its client gets an error. A run's own sessions are never stopped from here.",
    chapter: 'trouble',
  },
  {
    name: 'resolve',
    usage: 'resolve <env> applied|rolled-back <migration>',
    does: 'looks at what of a failed migration is in the database, then marks it as applied or rolled back',
    right: 'request',
    loses:
      'Nothing: no SQL of the migration is run and nothing of it is taken away. A wrong end would have the next deploy leave statements out, or run them twice: so the database is looked at first, and any other end than the one it shows takes a reason. An invalid index is dropped only after a press of its own, by the right `operate`.',
    chapter: 'trouble',
  },
  {
    name: 'dev',
    usage: 'dev <env> [name]',
    does: 'makes a migration from the schema and applies it; without a name: applies what is pending',
    right: 'request',
    allow: 'dev',
    loses:
      'What the new migration itself removes: the card shows its SQL with the review. A backup is taken first. Where Prisma would reset the database, Godwit makes nothing and says what to do.',
    chapter: 'development',
  },
  {
    name: 'reset',
    usage: 'reset <env>',
    does: 'drops everything and applies every migration anew',
    right: 'destroy',
    allow: 'reset',
    loses:
      "Everything in the database. A dialog lists its tables first and begins nothing until the environment's name is typed; then a backup is taken, and the card has a button that restores it.",
    chapter: 'development',
  },
  {
    name: 'push',
    usage: 'push <env>',
    does: 'makes the database what the schema says, without a migration',
    right: 'destroy',
    allow: 'push',
    loses:
      "What Prisma warns of, word for word, or everything with `--force-reset`: a dialog lists it first and begins nothing until the environment's name is typed. If Prisma warns of something else by then, nothing is pushed. A backup is taken first, and the card has a button that restores it.",
    chapter: 'development',
  },
  {
    name: 'history',
    usage: 'history [env]',
    does: 'past runs',
    right: 'read',
    loses: nothingLost,
    chapter: 'around',
  },
  { name: 'run', usage: 'run <id>', does: 'one run in detail', right: 'read', loses: nothingLost, chapter: 'around' },
  {
    name: 'cancel',
    usage: 'cancel <id>',
    does: 'stops a run or closes a request',
    right: null,
    who: "who asked for the run; `operate` for another's",
    loses:
      'Nothing before the deploy begins. During it the migration at work is stopped in the database: a file that runs in one transaction leaves nothing behind, any other may stay half applied. The card says what is there.',
    chapter: 'around',
  },
  {
    name: 'freeze',
    usage: 'freeze <env> <reason> [for 2h]',
    does: 'nobody deploys meanwhile',
    right: 'operate',
    loses: 'Nothing: backups and restores stay possible.',
    chapter: 'around',
  },
  {
    name: 'unfreeze',
    usage: 'unfreeze <env>',
    does: 'lifts a freeze',
    right: 'operate',
    loses: 'Nothing. A deploy that waited for it starts by itself when nothing else is missing.',
    chapter: 'around',
  },
  {
    name: 'help',
    usage: 'help',
    does: 'this list',
    right: null,
    who: 'everybody; lists what they may do',
    loses: nothingLost,
    chapter: 'around',
  },
] as const satisfies readonly CommandWords[];
export type CommandName = (typeof commands)[number]['name'];

/** Words that are understood, and refused with `not-available-yet`. */
export const laterCommands = ['rehearse', 'expand', 'backfill'] as const;
export type LaterCommand = (typeof laterCommands)[number];

/** "deploy <env>" of "deploy". */
export const usageOf = (name: CommandName): string => commands.find((command) => command.name === name)?.usage ?? name;

/** As it is typed: "/migrate deploy production". */
export const typed = (rest: string): string => `/migrate ${rest}`;
