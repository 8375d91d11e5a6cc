import { cast } from '../../stage/cast.ts';
import { contentOf } from '../evidence/database.ts';
import { allOf, says } from '../evidence/slack.ts';
import { firstMigrations } from '../migrations.ts';
import type { Play } from '../play.ts';

/** What a deploy would lock and break, before anybody asks for one. */
export async function askForPlan(play: Play): Promise<void> {
  const { paper, check, production, slack } = play;
  const [safe, risky] = firstMigrations;
  const before = await contentOf(production.databaseUrl);
  paper.tell('Before anybody asks for a deploy, Dan wants to know what it would do to production. He may only look.');
  await play.types('dan', 'plan production');
  const plan = await play.sees(['Plan for production']);
  play.show(plan, 'dan');
  check('the new table is safe', allOf(plan).includes(`✓ *safe* · \`${safe?.name}\``));
  check('every row changed under a lock is risky', allOf(plan).includes(`✗ *risky* · \`${risky?.name}\``));
  check('it says whom that keeps waiting', says(plan, '`Product`: nobody can'));
  await play.presses('dan', plan, 'plan.read');
  const modal = await slack.waitFor(() => slack.person(cast.dan).modal(), { what: "dan's modal", timeoutMs: 120_000 });
  check('the modal holds the safe way, as SQL to copy', JSON.stringify(modal.definition).includes('NOT VALID;'));
  await slack.person(cast.dan).closeView(modal);
  check('nothing has touched production', await contentOf(production.databaseUrl), before);
}
