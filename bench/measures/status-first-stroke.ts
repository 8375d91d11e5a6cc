import type { SshAddress } from '../../playground/servers/sshd.ts';
import { ssh } from '../../test/support/ssh.ts';
import type { Grounds } from '../grounds/grounds.ts';
import { firstStroke, secondStroke } from '../grounds/typing.ts';
import type { Effort, Measure } from '../measure.ts';
import { inTurn, medianRounds, type Pairs, ratioLine } from '../rounds.ts';

const inRound = 3;

/** Row 3: how soon the state of an environment stands in Slack. */
export const statusFirstStroke: Measure = {
  row: 3,
  title: 'first stroke of status',
  take: async (grounds, effort) => [
    ratioLine(
      {
        row: 3,
        measure: 'first stroke of `status` seen in Slack, pool warm',
        against: "`ssh host 'cd … && ./bin/inside npx prisma migrate status'` from a shell",
        note: `from typing to the message that Slack's stand-in took, in Socket Mode; the middle of ${inRound} in each round.`,
      },
      await rounds(grounds, effort),
      0.25,
    ),
  ],
};

async function rounds(grounds: Grounds, effort: Effort): Promise<Pairs> {
  const [host, sshd] = await Promise.all([grounds.host('staging'), grounds.sshd()]);
  await using stage = await grounds.stage({ staging: { host, ssh: sshd } });
  const { slack } = stage;
  const ours = async () => {
    const took = await firstStroke(slack, 'status staging', ['staging', 'require_country']);
    await secondStroke(slack);
    return took;
  };
  const theirs = () => statusFromShell(sshd, host.directory);
  await inTurn(2, ours, theirs);
  return await medianRounds(effort.rounds, () => inTurn(inRound, ours, theirs));
}

async function statusFromShell(sshd: SshAddress, directory: string): Promise<number> {
  const startedAt = performance.now();
  const { exitCode, stdout, stderr } = await ssh(sshd, `cd ${directory} && ./bin/inside npx prisma migrate status`);
  const took = performance.now() - startedAt;
  if (exitCode !== 0 || !stdout.includes('up to date'))
    throw new Error(`asking prisma from a shell: ${stdout}${stderr}`);
  return took;
}
