import type { WrittenMigration } from '../domain/drift.ts';
import { assertNever } from '../lib/assert-never.ts';
import { bold, code, lines, type Mrkdwn, md } from './escape.ts';
import { nameList, sentence } from './words.ts';

/** On the card of a deploy for which Godwit wrote the file: what it takes back, and where the file is now. */
export const wroteLines = (wrote: WrittenMigration): Mrkdwn =>
  lines(
    md`${bold('Rolls back')} ${nameList(wrote.undoes)} with a migration that Godwit wrote on the host.`,
    stateLine(wrote),
  );

function stateLine({ state, migrationsPath, name }: WrittenMigration): Mrkdwn {
  const file = code(`${migrationsPath}/${name}/migration.sql`);
  switch (state.kind) {
    case 'there':
      return md`Commit ${file}, too: it is in no repository yet. If this comes to nothing before the deploy begins, the file is removed again.`;
    case 'removed':
      return md`It came to nothing, and ${file} was removed again.`;
    case 'left':
      return md`${bold('The next deploy would apply it:')} ${file} still lies there. ${sentence(state.why)}`;
    default:
      return assertNever(state);
  }
}
