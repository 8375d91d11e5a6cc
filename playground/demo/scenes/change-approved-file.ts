import { addMigration, editMigration } from '../../hosts/migrations.ts';
import type { Message } from '../../slack-emulator/model.ts';
import { channels } from '../../stage/cast.ts';
import { contentOf, rowCount } from '../evidence/database.ts';
import { buttonsOf, says } from '../evidence/slack.ts';
import { laterMigration, unapprovedLine } from '../migrations.ts';
import type { Play } from '../play.ts';

/** Approvals are for exactly these files: a changed one voids them before anything has begun. */
export async function changeApprovedFile(play: Play): Promise<void> {
  const { check, paper, production, slack, staging } = play;
  const { name, sql } = laterMigration;
  paper.tell('A third migration. It goes to staging and, at the same time, waits for its approvals on production.');
  for (const host of [staging, production]) await addMigration(host, name, sql);
  await play.types('ana', 'deploy staging');
  await play.types('ana', 'deploy production');
  const card = await play.until(await play.sees(['Deploy 1 migration to production']), 'Approvals');
  await play.presses('ben', card, 'run.review');
  await play.submits('ben', ['CREATE TABLE']);
  await play.presses('ben', card, 'run.approve');
  await play.presses('cleo', card, 'run.approve');
  const approved = await play.until(card, '*Approvals* 2 of 2', 'the same files succeeded on staging');
  check('two approvals are there, one row of the checklist is left', says(approved, '*Waits for* notify team'));

  const before = await contentOf(production.databaseUrl);
  paper.tell(
    `Then somebody edits the file on production's host: it would now run ${unapprovedLine.trim()} as well. ` +
      'Ana knows nothing of that and settles the last row. The run begins, and looks first.',
  );
  await editMigration(production, name, (text) => text + unapprovedLine);
  await play.presses('ana', card, 'run.announce');
  const voided = await play.until(card, 'Something changed.', 'Approvals* 0 of 2');
  play.show(voided);
  check(`the card says which file: "${name} was changed"`, says(voided, `${name} was changed`));
  check(
    'the approvals are void: 0 of 2, and the SQL wants to be read again',
    says(voided, '*Approvals* 0 of 2', '☐ *SQL review*'),
  );
  check(
    `production is untouched: its ${rowCount(before, 'OrderLine')} order lines are there, its history has no new row`,
    await contentOf(production.databaseUrl),
    before,
  );
  paper.tell('Ana calls it off.');
  await play.presses('ana', card, 'run.cancel');
  const ended = await play.until(card, 'Cancelled');
  check(
    'the request is closed, nothing on its card can be approved any more',
    buttonsOf(ended).includes('run.approve'),
    false,
  );
  check('and still nothing has changed', await contentOf(production.databaseUrl), before);
  await editMigration(production, name, () => sql);
  await slack.waitFor(() => slack.channel(channels.migrations).messages().find(isStagingDone), {
    what: 'staging to be done',
    timeoutMs: 120_000,
  });
}

const isStagingDone = (message: Message): boolean => says(message, 'Deploy 1 migration to staging', '*Succeeded*');
