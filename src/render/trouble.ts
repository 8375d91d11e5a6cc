import type { KnownBlock } from '@slack/types';
import { poolerWays } from '../domain/gates/pooler.ts';
import type { Trouble, TroubleCode } from '../domain/trouble.ts';
import { bold, code, lines, type Mrkdwn, md, withCode } from './escape.ts';
import { type Blocks, context, fields, message, type Rendered, section } from './limits.ts';
import { sentence } from './words.ts';

// long: one entry a code, with the words that people read
/** What each trouble is called, and what a person can do about it. */
const words: Readonly<Record<TroubleCode, { title: string; next: string }>> = {
  'host-unreachable': {
    title: 'The host cannot be reached',
    next: 'Check that it is up and that its address and port are right, then try again.',
  },
  'host-key-mismatch': {
    title: 'The host shows another key than the pinned one',
    next: 'Nothing was sent. If the host was set up anew, compare the fingerprint on its console and correct `hostKey`; otherwise somebody may be in between.',
  },
  'login-refused': {
    title: 'The host did not let Godwit in',
    next: "Check the user, and that Godwit's public key stands in its `authorized_keys`.",
  },
  'connection-lost': {
    title: 'The connection to the host was lost',
    next: 'What was started there may go on by itself. Look again before you start anything.',
  },
  'trace-missing': {
    title: 'What was begun on the host left no trace there',
    next: "Somebody removed Godwit's files there, or the host was set up anew. Look there whether anything of it still works, and what it did.",
  },
  'directory-missing': {
    title: 'The directory is not on the host',
    next: 'Check `directory` in the configuration and the checkout on the host.',
  },
  'exec-failed': {
    title: 'Commands do not get through to the app',
    next: 'Check that the service is running and that `exec` names it.',
  },
  'prisma-missing': {
    title: 'Prisma is not installed there',
    next: 'Install the `prisma` package where the app runs, or correct `exec`.',
  },
  'prisma-version': {
    title: 'Prisma has a version that Godwit does not know',
    next: 'Use a supported version of the `prisma` package there.',
  },
  'prisma-refused': {
    title: 'Prisma refused',
    next: 'Its own words stand in the log, which is kept with the run.',
  },
  'migrations-unreadable': {
    title: 'The migrations could not be read',
    next: 'Check that the folder of migrations is where Prisma looks for it.',
  },
  'database-mismatch': {
    title: 'Prisma and Godwit would speak to different databases',
    next: "Make `database.variable` name the URL that Prisma's own configuration uses.",
  },
  'database-unreachable': {
    title: 'The database cannot be reached',
    next: 'Check that it is up and accepts connections from where the app runs.',
  },
  'failed-earlier': {
    title: 'An earlier migration failed and is not resolved',
    next: 'Prisma applies nothing until that one is marked as rolled back or as applied.',
  },
  pooler: {
    title: 'A pooler stands where a direct connection is needed',
    next: poolerWays.join(' '),
  },
  'migration-lock-held': {
    title: 'Somebody else is migrating this database',
    next: "Wait until Prisma's lock is free, then try again.",
  },
  'host-locked': {
    title: 'Another Godwit holds this environment',
    next: 'Wait until it is done. If it is gone for good, somebody with the right `destroy` can break its lock from the status card.',
  },
  'disk-full': { title: 'The disk is full', next: 'Make room on the host, then try again.' },
  'environment-removed': {
    title: 'The environment left the configuration',
    next: 'Put it back into `godwit.yml` and start Godwit anew, if there is something to do or to look at.',
  },
  'nothing-pending': { title: 'Nothing is pending', next: 'Every migration is applied already.' },
  'not-allowed-here': {
    title: 'The environment does not have this command',
    next: '`dev`, `reset` and `push` exist only where `allow` names them, and never where it is protected.',
  },
  'right-lost': {
    title: 'Who asked may not any more',
    next: 'Nothing was begun. Somebody who holds the right can ask anew.',
  },
  'apply-first': {
    title: 'Migrations are pending',
    next: 'Apply them first, by `/migrate dev` without a name; then ask again.',
  },
  'would-reset': {
    title: 'The database is not what its migrations made',
    next: 'Prisma would reset the database here, and Godwit never does. Take one of the ways out, then ask again.',
  },
  'nothing-to-create': {
    title: 'Schema and database agree',
    next: 'Change the schema file where Prisma reads it, then ask again.',
  },
  'files-of-an-image': {
    title: 'A migration cannot be written there',
    next: 'Make it in your working copy with `npx prisma migrate dev --name`, commit it and bring it there with the app; or mount the folder from the host.',
  },
  'create-failed': {
    title: 'The migration could not be written',
    next: 'Look at the folder of migrations: its rights, and what stands under this name.',
  },
  'losses-unseen': {
    title: 'What would be lost could not be found out',
    next: 'Nothing was changed. What Prisma said stands here.',
  },
  'warnings-changed': {
    title: 'Prisma warns of something else than was confirmed',
    next: 'Ask again: the dialog then lists what would be lost now.',
  },
  'reset-unfinished': {
    title: 'The reset did not come to its end',
    next: 'Mend what stopped it and reset again, or restore the backup of this run.',
  },
  'push-unfinished': {
    title: 'The push did not come to its end',
    next: 'Look at what Prisma said; then push again, or restore the backup of this run.',
  },
  'receipt-changed': {
    title: 'Something changed after the approval',
    next: 'Ask again: the new request shows what is different.',
  },
  frozen: { title: 'The environment is frozen', next: 'Wait until the freeze is lifted.' },
  'backup-failed': {
    title: 'The backup did not succeed',
    next: 'Mend the backup, then ask again.',
  },
  'backup-not-found': {
    title: 'The backup is not there',
    next: 'Check that `backup.directory` is where the script writes.',
  },
  'backup-ambiguous': {
    title: 'The backup made several new files',
    next: 'A backup script has to leave exactly one new file.',
  },
  'backup-unverified': {
    title: 'The content of the backup could not be verified',
    next: 'A protected environment needs a backup that can be read through.',
  },
  'backup-broken': {
    title: 'The backup is broken',
    next: 'Find out why the file is not whole, then ask again.',
  },
  'tools-version': {
    title: "The database's tools have another version than the server",
    next: 'Use tools of the same major version, by `database.tools`.',
  },
  'migration-failed': {
    title: 'A migration stopped with an error',
    next: 'Prisma applies nothing more until it is resolved. There are two ways out.',
  },
  'unknown-migration': {
    title: 'There is no migration of this name',
    next: 'Type the whole name of its folder, or a part that no other has; `/migrate status` names the failed and the pending ones.',
  },
  'already-applied': {
    title: 'It is recorded as applied already',
    next: 'There is nothing to mark. To take it back, restore a backup or roll back with a migration: `/migrate rollback`.',
  },
  'never-applied': {
    title: 'It was never begun here',
    next: 'There is nothing to mark as rolled back: `/migrate deploy` applies it; remove its file where it must not be. If all of it is there already, mark it as applied.',
  },
  'not-failed': {
    title: 'It is not in a failed state',
    next: 'Prisma marks only a failed migration as rolled back. What remains: restore a backup, or roll back with a migration: `/migrate rollback`.',
  },
  'found-differs': {
    title: 'The database or the file changed since this was asked for',
    next: 'Ask again: the new look says what is there now.',
  },
  'lock-timeout': {
    title: 'A lock could not be had',
    next: 'Nothing of the migration is in the database, and it is marked as rolled back. `/migrate locks` shows whoever blocks it now, and can stop them. Ask again when they are gone.',
  },
  'others-waited': {
    title: 'Too many waited behind the migration',
    next: 'Nothing of the migration is in the database, and it is marked as rolled back. Ask again in a quieter hour.',
  },
  'still-pending': {
    title: 'Migrations are still pending after the deploy',
    next: 'Look at the status before you deploy again.',
  },
  'applied-differs': {
    title: 'What was applied is not what was approved',
    next: 'Find out who changed the files during the run, and compare the database before anything else happens.',
  },
  'not-as-promised': {
    title: 'The database is not as its migrations promise',
    next: 'Look at what differs: an index that was never finished is dropped and built again, a constraint is validated.',
  },
  'service-command-failed': {
    title: 'The service could not be stopped or started',
    next: 'Look at the service on the host; it may be down now.',
  },
  'health-failed': {
    title: 'The health check did not succeed',
    next: 'The database is changed and the app is not well. Look at the app, or restore the backup.',
  },
  'restore-failed': {
    title: 'The restore did not succeed',
    next: 'Its log says how far it came.',
  },
  'restore-differs': {
    title: 'The restored database is not the one of the backup',
    next: 'Its history differs from the one recorded with the backup. Compare before the app writes to it.',
  },
  'question-unanswered': {
    title: 'The script asked something that has no configured answer',
    next: 'It was stopped, nothing was answered blindly. Add the question to `answers`.',
  },
  'time-limit': {
    title: 'It took longer than the limit',
    next: 'Look at the log; raise `limits.step` if it was still at work.',
  },
  signalled: {
    title: 'It was ended by a signal',
    next: 'Somebody or something on the host ended it. Look at the log.',
  },
  internal: { title: 'Something unexpected happened inside Godwit', next: 'The log of the worker says more.' },
};

export const troubleTitle = (trouble: Trouble): string => words[trouble.code].title;

/** What a person can do about it. The configuration's names in it stand in fixed width. */
export const nextStep = ({ code: name }: Trouble): Mrkdwn => withCode(words[name].next);

/** What fits half the width of a message in one line. */
const fitsColumn = ({ value }: Trouble['facts'][number]): boolean => value.length <= 40;

/** Name, sentences and next step; what the database or Prisma said, short facts in two columns, long ones in full width. */
export function troubleBlocks(trouble: Trouble): readonly (KnownBlock | null)[] {
  const short = trouble.facts.filter(fitsColumn);
  const long = trouble.facts.filter((fact) => !fitsColumn(fact));
  return [
    section(lines(bold(troubleTitle(trouble)), withCode(sentence(trouble.message)), nextStep(trouble))),
    fields(short.map(({ label, value }) => ({ label: bold(label), value: code(value) }))),
    long.length === 0
      ? null
      : section(lines(...long.map(({ label, value }) => md`${bold(label)} ${code(value.slice(0, 500))}`))),
    context(md`Reason code: ${code(trouble.code)}`),
  ];
}

/** One line, for lists. */
export const troubleLine = (trouble: Trouble): Mrkdwn =>
  md`${troubleTitle(trouble)}: ${withCode(sentence(trouble.message))} (${code(trouble.code)})`;

/** Read aloud: what went wrong and what now. */
export const troubleText = (trouble: Trouble): Mrkdwn =>
  md`${troubleTitle(trouble)}. ${withCode(sentence(trouble.message))} ${nextStep(trouble)}`;

/** A trouble alone, as the answer to a question. `what` says what was asked: "The status of production". */
export function troubleMessage(what: string, trouble: Trouble): Rendered {
  const head: Blocks = [section(md`${bold(what)} could not be found out.`)];
  return message(md`${what} could not be found out. ${troubleText(trouble)}`, [...head, ...troubleBlocks(trouble)]);
}
