import { contentOf } from '../evidence/database.ts';
import { says } from '../evidence/slack.ts';
import type { Play } from '../play.ts';
import type { Request } from './request-production.ts';

/** Two people, once each; the second approval starts the run. */
export async function approveTwice(play: Play, { card, before }: Request): Promise<void> {
  const { check, paper, production } = play;
  paper.tell('Ben approves. He presses again, which changes nothing.');
  await play.presses('ben', card, 'run.approve');
  const one = await play.until(card, '*Approvals* 1 of 2');
  check('the card counts 1 of 2, with his name', says(one, '*Approvals* 1 of 2: <@U02>'));
  await play.presses('ben', card, 'run.approve');
  await play.hears('ben', 'already-approved');
  check('production is untouched until the last approval', await contentOf(production.databaseUrl), before);
  paper.tell('Cleo, of the group @dba, approves too. Everything is settled now: the run starts by itself.');
  await play.presses('cleo', card, 'run.approve');
}
