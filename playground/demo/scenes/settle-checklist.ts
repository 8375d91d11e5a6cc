import { channels } from '../../stage/cast.ts';
import { contentOf } from '../evidence/database.ts';
import { allOf, says } from '../evidence/slack.ts';
import { firstMigrations } from '../migrations.ts';
import type { Play } from '../play.ts';
import type { Request } from './request-production.ts';

/** The rows that people settle: somebody else reads the SQL, a window is picked, the team is told. */
export async function settleChecklist(play: Play, { card, before }: Request): Promise<void> {
  const { check, paper, production, slack } = play;
  paper.tell('Ben reads the SQL, exactly the files that lie on production.');
  await play.presses('ben', card, 'run.review');
  const review = await play.submits('ben', ['CREATE TABLE']);
  const shown = JSON.stringify(review.definition);
  check(
    'the review showed every statement of both files',
    firstMigrations.every(({ sql }) => statements(sql).every((one) => shown.includes(one))),
  );
  check(
    'the card says what that risks',
    says(card, '*Risk:* ✗ *risky*', 'every row is changed or deleted (`Product`)'),
  );
  paper.tell('Ana picks a window of an hour from now on and tells the team.');
  await play.presses('ana', card, 'run.pick-window');
  await play.submits('ana', ['Maintenance window'], { 'window.opens': Math.floor(Date.now() / 1000) });
  await play.presses('ana', card, 'run.announce');
  const planned = await play.sees(['Planned', 'deploy 2 migrations to production'], channels.team);
  play.show(planned, 'dan');
  const settled = await play.until(card, '☑ *Notify team*');
  play.show(settled);
  check('all five rows are settled', allOf(settled).match(/☑/g)?.length, 5);
  check('and only two approvals are missing', says(settled, '*Waits for* 2 more approvals'));
  check('the team was told once', slack.channel(channels.team).messages().length, 1);
  check('nothing has touched production yet', await contentOf(production.databaseUrl), before);
}

/** Lines of SQL as they stand in a JSON text; comments are none. */
const statements = (sql: string): readonly string[] =>
  sql
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('--'))
    .map((line) => JSON.stringify(line.trim()).slice(1, -1));
