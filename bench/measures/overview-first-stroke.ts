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
  take: async (grounds, effort) => [
    ratioLine(
      {
        row: 5,
        measure: `\`status\` of ${environments} environments on ${hosts} hosts`,
        against: 'of one, first stroke',
        note: `as row 3, the middle of ${inRound} in each round. All ${hosts} hosts share this machine's cores with Godwit.`,
      },
      await rounds(grounds, effort),
      4,
    ),
  ],
};

async function rounds(grounds: Grounds, effort: Effort): Promise<Pairs> {
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
  await inTurn(2, all, one);
  return await medianRounds(effort.rounds, () => inTurn(inRound, all, one));
}
