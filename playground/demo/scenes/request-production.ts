import type { Message } from '../../slack-emulator/model.ts';
import { cast } from '../../stage/cast.ts';
import { contentOf, type DatabaseContent, rowCount } from '../evidence/database.ts';
import { says } from '../evidence/slack.ts';
import type { Play } from '../play.ts';

export interface Request {
  readonly card: Message;
  /** Production before anything was done to it. */
  readonly before: DatabaseContent;
}

/** A protected environment: the request opens a card with a checklist, and calls the approvers. */
export async function requestProduction(play: Play): Promise<Request> {
  const { paper, check, production, slack } = play;
  const before = await contentOf(production.databaseUrl);
  paper.tell(
    'Production is protected. The same command only opens a request: a checklist of five rows, and two approvals by people other than Ana.',
  );
  await play.types('ana', 'deploy production');
  const card = await play.until(
    await play.sees(['Deploy 2 migrations to production']),
    'Approvals',
    'succeeded on staging',
  );
  play.show(card);
  await slack.waitFor(() => callsFor(play, 'ben') + callsFor(play, 'cleo') === 2, {
    what: 'both approvers to be asked',
  });
  for (const call of slack.person(cast.cleo).directMessages()) play.show(call, 'cleo');
  const called = everybody.filter((who) => callsFor(play, who) > 0);
  check('those who may approve were asked, ben and cleo, and nobody else', called, ['ben', 'cleo']);
  check(
    'the row about staging proved itself by the checksums of both files',
    says(card, 'the same files succeeded on staging'),
  );
  check(
    `production is untouched: ${rowCount(before, 'Customer')} customers, ${rowCount(before, 'Order')} orders`,
    await contentOf(production.databaseUrl),
    before,
  );
  return { card, before };
}

const everybody = ['ana', 'ben', 'cleo', 'dan', 'finn'] as const;

/** How many direct messages ask this person to approve. */
const callsFor = ({ slack }: Play, who: (typeof everybody)[number]): number =>
  slack
    .person(cast[who])
    .directMessages()
    .filter((message) => says(message, 'asks for your approval')).length;
