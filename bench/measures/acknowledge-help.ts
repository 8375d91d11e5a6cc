import type { Grounds } from '../grounds/grounds.ts';
import { startListener } from '../grounds/listener.ts';
import { acknowledged } from '../grounds/typing.ts';
import type { Effort, Measure } from '../measure.ts';
import { inTurn, medianRounds, type Pairs, ratioLine } from '../rounds.ts';

/** Row 1: how soon Slack hears that a command arrived, where nothing has to be written. */
export const acknowledgeHelp: Measure = {
  row: 1,
  title: 'acknowledge help',
  take: async (grounds, effort) => [
    ratioLine(
      {
        row: 1,
        measure: 'acknowledge `help`',
        against: 'a bare Bolt listener that only acks',
        note: `median of ${effort.requests} signed requests over HTTP in each round, each sent after the answer to the one before was seen.`,
      },
      await rounds(grounds, effort),
      2,
    ),
  ],
};

async function rounds(grounds: Grounds, { rounds: count, requests }: Effort): Promise<Pairs> {
  const host = await grounds.host('staging');
  await using stage = await grounds.stage({ staging: { host, ssh: 'local' } }, { mode: 'http' });
  const { slack } = stage;
  await using bare = await startListener('acks-only', slack);
  const godwit = `http://127.0.0.1:${stage.godwits[0]?.port}/slack/events`;

  const ours = async () => {
    const answered = slack.callsOf('response_url').length;
    slack.deliverTo(godwit);
    const took = await acknowledged(slack, 'help');
    await slack.waitFor(() => slack.callsOf('response_url').length > answered, { what: 'the answer to help' });
    return took;
  };
  const theirs = async () => {
    slack.deliverTo(bare.url);
    return acknowledged(slack, 'help');
  };
  await inTurn(Math.ceil(requests / 5), ours, theirs); // both warm
  return await medianRounds(count, () => inTurn(requests, ours, theirs));
}
