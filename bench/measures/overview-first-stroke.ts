import { execute } from '../../playground/servers/postgres.ts';
import type { Grounds } from '../grounds/grounds.ts';
import { firstStroke, secondStroke } from '../grounds/typing.ts';
import type { Effort, Measure } from '../measure.ts';
import { inTurn, medianRounds, type Pairs, ratioLine } from '../rounds.ts';

const inRound = 3;
const hosts = 4;
const environments = 20;

/** Row 5: whether many environments take much longer than one. */
export const overviewFirstStroke: Measure = {
  row: 5,
  title: `status of ${environments} environments on ${hosts} hosts`,
  take: async (grounds, effort) => {
    const { warm, cold } = await rounds(grounds, effort);
    const measure = `\`status\` of ${environments} environments on ${hosts} hosts`;
    const against = 'of one, first stroke';
    const here = `All ${hosts} hosts share this machine's cores with Godwit.`;
    const notes = {
      warm: `as row 3, the middle of ${inRound} in each round: the pool is warm, and the readers of the last look are still open on the hosts. ${here}`,
      cold: `the pool is warm, but each look starts a reader anew, as when nobody asked for a minute; once in each round. ${here}`,
    };
    return [
      ratioLine({ row: 5, measure, against, note: notes.warm }, warm, 4),
      ratioLine({ row: 5, measure: `${measure}, cold`, against: `${against}, cold`, note: notes.cold }, cold, null),
    ];
  },
};

async function rounds(grounds: Grounds, effort: Effort): Promise<{ readonly warm: Pairs; readonly cold: Pairs }> {
  const sshds = await Promise.all(Array.from({ length: hosts }, () => grounds.sshd()));
  const names = Array.from({ length: environments }, (_, index) => `place-${String.fromCharCode(97 + index)}`);
  const staged: [string, Parameters<Grounds['stage']>[0][string]][] = [];
  for (const [index, name] of names.entries()) {
    const ssh = sshds[index % hosts];
    if (ssh === undefined) throw new Error(`looking for the SSH server of ${name}: there is none`);
    staged.push([name, { host: await grounds.host(name), ssh }]);
  }
  await using stage = await grounds.stage(Object.fromEntries(staged));
  const all = () => firstStroke(stage.slack, 'status', names);
  const one = async () => {
    const took = await firstStroke(stage.slack, 'status place-a', ['place-a']);
    await secondStroke(stage.slack);
    return took;
  };
  const afterEnding = (look: () => Promise<number>) => async () => {
    await endReaders(grounds);
    return look();
  };
  await inTurn(2, all, one);
  const warm = await medianRounds(effort.rounds, () => inTurn(inRound, all, one));
  return { warm, cold: await inTurn(effort.rounds, afterEnding(all), afterEnding(one)) };
}

/** Ends every session that a look left open, and with it the reader, as after a minute without a question. */
async function endReaders({ network }: Grounds): Promise<void> {
  await execute(
    network.postgres.url('postgres'),
    "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE application_name = 'godwit-looks'",
  );
}
