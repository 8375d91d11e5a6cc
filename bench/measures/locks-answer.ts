import type { SshAddress } from '../../playground/servers/sshd.ts';
import { locksQuery } from '../../src/database/locks/query.ts';
import { lockSessions } from '../../test/support/lock-sessions.ts';
import { ssh } from '../../test/support/ssh.ts';
import type { Grounds } from '../grounds/grounds.ts';
import { firstStroke } from '../grounds/typing.ts';
import type { Effort, Measure } from '../measure.ts';
import { inTurn, medianRounds, type Pairs, ratioLine } from '../rounds.ts';

const inRound = 5;

/** Row 7: how soon who waits for whom stands in Slack. */
export const locksAnswer: Measure = {
  row: 7,
  title: 'answer of locks',
  take: async (grounds, effort) => [
    ratioLine(
      {
        row: 7,
        measure: 'answer of `locks` seen in Slack, pool warm, three sessions behind one another',
        against: '`ssh host psql -c …` with the same question, from a shell',
        note: `from typing to the message that Slack's stand-in took, in Socket Mode; the middle of ${inRound} in each round. The reader of the last look is still open on the host.`,
      },
      await rounds(grounds, effort),
      0.3,
    ),
  ],
};

async function rounds(grounds: Grounds, effort: Effort): Promise<Pairs> {
  const [host, sshd] = await Promise.all([grounds.host('staging'), grounds.sshd()]);
  await using stage = await grounds.stage({ staging: { host, ssh: sshd } });
  await using sessions = lockSessions(host.databaseUrl);
  const [worker, changing, reading] = [
    await sessions.open('app-worker'),
    await sessions.open('console'),
    await sessions.open('app'),
  ];
  await worker.query('BEGIN; SELECT count(*) FROM "Country"');
  await changing.heldUp('ALTER TABLE "Country" ADD COLUMN anthem text');
  await reading.heldUp('SELECT count(*) FROM "Country"');
  const ours = () => firstStroke(stage.slack, 'locks staging', ['2 sessions wait', 'app-worker']);
  const theirs = () => locksFromShell(sshd, host.databaseUrl);
  await inTurn(2, ours, theirs);
  return await medianRounds(effort.rounds, () => inTurn(inRound, ours, theirs));
}

/** The password comes as a person's would, from a variable of the session. */
async function locksFromShell(sshd: SshAddress, databaseUrl: string): Promise<number> {
  const url = new URL(databaseUrl);
  const password = url.password;
  url.password = '';
  const startedAt = performance.now();
  const line = `IFS= read -r PGPASSWORD; export PGPASSWORD; psql -X -A -t -d '${url.href}' -c '${locksQuery.replaceAll("'", `'\\''`)}'`;
  const { exitCode, stdout, stderr } = await ssh(sshd, line, { input: `${password}\n` });
  const took = performance.now() - startedAt;
  if (exitCode !== 0 || !stdout.includes('app-worker')) throw new Error(`asking psql from a shell: ${stdout}${stderr}`);
  return took;
}
