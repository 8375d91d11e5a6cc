import { type CommandName, commands, type LaterCommand, laterCommands, usageOf } from './commands.ts';

/** What a team's written guide does by hand, and the command that takes its place. */
export interface Procedure {
  /** The guide's own heading. */
  readonly chapter: string;
  /** What is typed by hand. */
  readonly hand: string;
  readonly command: CommandName | LaterCommand;
  /** What is otherwise than by hand, in a line; of a command that is not there yet, what to do until then. */
  readonly here: string;
}

/** Every procedure of the guide, in its order. */
export const procedures: readonly Procedure[] = [
  {
    chapter: 'Running migrations',
    hand: 'npx prisma migrate dev --name NAME',
    command: 'dev',
    here: 'only where `allow` has `dev`; the SQL is shown with its review',
  },
  {
    chapter: 'Running migrations',
    hand: 'npx prisma migrate dev',
    command: 'dev',
    here: 'without a name: applies what is pending there',
  },
  {
    chapter: 'Running migrations',
    hand: 'npx prisma migrate reset',
    command: 'reset',
    here: 'only where `allow` has `reset`, never where protected; a backup comes first',
  },
  {
    chapter: 'Running migrations',
    hand: 'npx prisma migrate deploy',
    command: 'deploy',
    here: 'with preflight, backup, approvals and a check afterwards',
  },
  {
    chapter: 'Running migrations',
    hand: 'docker-compose exec backend npx prisma migrate deploy',
    command: 'deploy',
    here: 'the same: `exec` in `godwit.yml` names the prefix',
  },
  {
    chapter: 'Pre-migration checklist',
    hand: '☐ create database backup',
    command: 'deploy',
    here: 'row of the card: _Back up now_, or at the start of the run',
  },
  {
    chapter: 'Pre-migration checklist',
    hand: '☐ review migration SQL',
    command: 'plan',
    here: 'also a row of the card, with who read it',
  },
  {
    chapter: 'Pre-migration checklist',
    hand: '☐ test on staging environment',
    command: 'deploy',
    here: 'row that proves itself by the checksums of the files',
  },
  {
    chapter: 'Pre-migration checklist',
    hand: '☐ schedule maintenance window',
    command: 'deploy',
    here: 'row that asks only where the review foresees a need',
  },
  {
    chapter: 'Pre-migration checklist',
    hand: '☐ notify team',
    command: 'deploy',
    here: 'row, and by itself at the start and the end',
  },
  {
    chapter: 'Backup before a migration',
    hand: './scripts/backup.sh production pre-migration',
    command: 'backup',
    here: "the team's script or `pg_dump`",
  },
  {
    chapter: 'Backup before a migration',
    hand: 'ls -la backups/production/',
    command: 'backups',
    here: 'each one verified by its content',
  },
  {
    chapter: 'Migration workflow',
    hand: 'cat prisma/migrations/NAME/migration.sql',
    command: 'plan',
    here: 'read behind `exec`, where Prisma reads it, with its review',
  },
  {
    chapter: 'Migration workflow',
    hand: 'ssh staging "cd … && docker-compose exec backend npx prisma migrate deploy"',
    command: 'deploy',
    here: 'of staging: the same card, run over SSH',
  },
  {
    chapter: 'Migration workflow',
    hand: 'npx prisma migrate status',
    command: 'status',
    here: "what Godwit saw, beside Prisma's own word",
  },
  {
    chapter: 'Rollback procedures',
    hand: 'docker-compose stop backend; ./scripts/rollback.sh production; docker-compose start backend',
    command: 'rollback',
    here: 'restore a backup: stop, safety backup, restore, check, start',
  },
  {
    chapter: 'Rollback procedures',
    hand: 'npx prisma migrate dev --name rollback_NAME',
    command: 'rollback',
    here: 'roll back with a migration: Prisma makes the down SQL, Godwit reviews it',
  },
  {
    chapter: 'Rollback procedures',
    hand: "cat > prisma/migrations/manual_rollback/migration.sql << 'EOF'",
    command: 'rollback',
    here: 'the same: shown for commit, or written there and deployed with approvals. A file by hand is deployed by `deploy`',
  },
  {
    chapter: 'Rollback procedures',
    hand: 'npx prisma migrate status',
    command: 'status',
    here: 'applied, pending and failed; `history` has who ran what when',
  },
  {
    chapter: 'Rollback procedures',
    hand: 'npx prisma migrate resolve --rolled-back NAME',
    command: 'resolve',
    here: 'it first looks what of the file is there; `rollback` leads to it too, and its card to the restore',
  },
  {
    chapter: 'Zero-downtime migrations',
    hand: 'which changes are safe, and which are risky',
    command: 'plan',
    here: 'a verdict for every statement, and the safe way',
  },
  {
    chapter: 'Zero-downtime migrations',
    hand: 'expand, migrate data, deploy the app, contract',
    command: 'expand',
    here: '`plan` names the safe way of each risky statement, and each step is a migration by hand, deployed like any other',
  },
  {
    chapter: 'Troubleshooting',
    hand: 'stuck: npx prisma migrate status',
    command: 'status',
    here: 'of a failed migration it has a button for each of the two ways out',
  },
  {
    chapter: 'Troubleshooting',
    hand: 'stuck: npx prisma migrate resolve --applied NAME',
    command: 'resolve',
    here: 'it first looks what of the file is there',
  },
  {
    chapter: 'Troubleshooting',
    hand: 'schema drift: npx prisma db pull',
    command: 'drift',
    here: 'the difference as SQL, in both directions',
  },
  {
    chapter: 'Troubleshooting',
    hand: 'npx prisma db push --force-reset',
    command: 'push',
    here: 'only where `allow` has `push`, never where protected; a backup comes first',
  },
  {
    chapter: 'Troubleshooting',
    hand: 'SELECT * FROM pg_locks WHERE NOT granted',
    command: 'locks',
    here: 'who waits for whom, since when, for which statement',
  },
  {
    chapter: 'Troubleshooting',
    hand: 'SELECT pg_terminate_backend(pid) …',
    command: 'locks',
    here: 'a button at each session that may be ended',
  },
];

/** What somebody may type who knows only the guide. */
const guideWords: Readonly<Record<string, CommandName | LaterCommand>> = {
  restore: 'rollback',
  undo: 'rollback',
  down: 'rollback',
  stuck: 'resolve',
  'rolled-back': 'resolve',
  applied: 'resolve',
  pull: 'drift',
  diff: 'drift',
  compare: 'drift',
  lock: 'locks',
  blocked: 'locks',
  kill: 'locks',
  terminate: 'locks',
  review: 'plan',
  sql: 'plan',
  pending: 'status',
  verify: 'status',
  migrations: 'status',
  dump: 'backup',
  ls: 'backups',
  contract: 'expand',
  create: 'dev',
};

/** The command that a word of the guide leads to; null where it is none of its words. */
export const commandOfWord = (word: string): CommandName | LaterCommand | null =>
  Object.hasOwn(guideWords, word) ? (guideWords[word] ?? null) : null;

/** As its procedures are typed here: `deploy <env>`; of one that is not there yet, its name. */
export const typedFor = (command: CommandName | LaterCommand): string =>
  isLater(command) ? command : usageOf(command);

/** Whether the command is understood but not there yet. */
export const isLater = (command: CommandName | LaterCommand): command is LaterCommand =>
  !commands.some(({ name }) => name === command) && laterCommands.some((name) => name === command);
