import { cast } from '../../stage/cast.ts';
import { says } from '../evidence/slack.ts';
import type { Play } from '../play.ts';
import type { Request } from './request-production.ts';

/** Ana holds the right to approve, and may still not approve what she asked for. */
export async function refuseSelfApproval(play: Play, { card }: Request): Promise<void> {
  const { check, paper, slack } = play;
  paper.tell('Ana may approve what others ask for. Here she tries it with her own request.');
  await play.presses('ana', card, 'run.approve');
  const told = await play.hears('ana', 'self-approval');
  check('only ana was told so, with the stable reason code self-approval', told.onlyFor, cast.ana);
  check('the card still counts 0 of 2', says(slack.current(card) ?? card, '*Approvals* 0 of 2'));
}
