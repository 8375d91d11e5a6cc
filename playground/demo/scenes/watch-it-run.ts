import { channels } from '../../stage/cast.ts';
import { buttonsOf, mostWithinMinute } from '../evidence/slack.ts';
import { watchSteps } from '../live-steps.ts';
import type { Play } from '../play.ts';
import type { Request } from './request-production.ts';

/** The card shows the steps live, the team hears of start and end. */
export async function watchItRun(play: Play, { card }: Request): Promise<void> {
  const { check, paper, slack } = play;
  paper.tell('The steps, as the card shows them while they go on:');
  const steps = await watchSteps(play, card, '*Succeeded*');
  paper.tell('The card now, and what the team reads:');
  play.show(card);
  await play.sees(['Succeeded', 'deploy 2 migrations to production'], channels.team);
  const told = slack.channel(channels.team).messages();
  for (const message of told.slice(1)) play.show(message, 'dan');
  check('the steps were done in this order', steps, [
    'preflight',
    'backup',
    'verify backup',
    'deploy',
    'verify',
    'health check',
    'notify team',
  ]);
  check(
    'the team was told three times: planned, started, succeeded',
    told.map(({ text }) => /Planned|Started|Succeeded/.exec(text)?.[0]),
    ['Planned', 'Started', 'Succeeded'],
  );
  const most = mostWithinMinute(slack.callsOf('chat.update'));
  check(
    `no minute has seen more than ${most} updates of messages; Godwit keeps to 40, as Slack takes about 50`,
    most <= 40,
  );
  check('it has no button left that does nothing', buttonsOf(slack.current(card) ?? card), []);
}
