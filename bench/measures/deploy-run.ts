import type { DemoHost } from '../../playground/hosts/host-layout.ts';
import { addMigration } from '../../playground/hosts/migrations.ts';
import { execute } from '../../playground/servers/postgres.ts';
import type { PrivateSshd } from '../../playground/servers/sshd.ts';
import type { Stage } from '../../playground/stage/stage.ts';
import { ssh } from '../../test/support/ssh.ts';
import type { Grounds } from '../grounds/grounds.ts';
import { type SessionLog, sessionLog } from '../grounds/session-log.ts';
import { becomes, newMessage } from '../grounds/typing.ts';
import type { Effort, Measure, Result } from '../measure.ts';
import { figureLine, inTurn, ratioLine } from '../rounds.ts';
import { type Interval, median, uncovered } from '../statistics.ts';

/** Row 4: what a deploy costs beyond its steps. */
export const deployRun: Measure = {
  row: 4,
  title: 'whole deploy run',
  take: async (grounds, effort) => {
    const { whole, gaps } = await rounds(grounds, effort);
    return [
      ratioLine(
        {
          row: 4,
          measure: 'whole deploy run, backup to verify',
          against: 'a shell script over `ssh` that does the same steps',
          note: "one migration each; by the run's own times from the beginning of the backup to the end of verify, against one `ssh` with backup.sh, sha256sum, pg_restore to nowhere, migrate deploy, migrate status.",
        },
        whole,
        1.25,
      ),
      gapLine(gaps, median(whole.ours)),
    ];
  },
};

function gapLine(gaps: readonly number[], wholeMs: number): Result {
  return figureLine(
    {
      row: 4,
      measure: 'of it with no remote command running',
      note: `${((100 * median(gaps)) / wholeMs).toFixed(1)} % of the run, as the host's SSH server logs the beginning and end of sessions.`,
    },
    gaps,
    { unit: 'ms', words: 'under 10 % or 1 s', holds: (gap) => gap < 1_000 || gap < 0.1 * wholeMs },
  );
}

async function rounds(grounds: Grounds, effort: Effort) {
  const log = sessionLog(Date.now);
  const [watched, sshd] = await Promise.all([grounds.sshd(log.onLine), grounds.sshd()]);
  const [mine, other] = [await grounds.host('staging'), await grounds.host('staging')];
  await using stage = await grounds.stage({ staging: { host: mine, ssh: watched } });
  const gaps: number[] = [];
  const ours = async () => {
    const { whole, gap } = await deploy({ stage, host: mine, log });
    gaps.push(gap);
    return whole;
  };
  const theirs = () => deployFromShell(sshd, other);
  await inTurn(1, ours, theirs);
  gaps.length = 0;
  return { whole: await inTurn(effort.rounds, ours, theirs), gaps };
}

async function deploy({ stage, host, log }: { stage: Stage; host: DemoHost; log: SessionLog }) {
  await addPending(host);
  log.clear();
  const card = await newMessage(stage.slack, 'deploy staging', ['Deploy', 'staging']);
  await becomes(stage.slack, card, ['Succeeded']);
  const span = await spanOfLastRun(stage.databaseUrl);
  return { whole: span.to - span.from, gap: uncovered(span, log.sessions()) };
}

interface Step {
  readonly name: string;
  readonly state: { readonly startedAt: number; readonly finishedAt: number };
}

async function spanOfLastRun(databaseUrl: string): Promise<Interval> {
  const [row] = await execute<{ steps: readonly Step[] }>(
    databaseUrl,
    `SELECT document -> 'steps' AS steps FROM run ORDER BY requested_at DESC LIMIT 1`,
  );
  const state = (name: string) => row?.steps.find((step) => step.name === name)?.state;
  const [from, to] = [state('backup')?.startedAt, state('verify')?.finishedAt];
  if (from === undefined || to === undefined) throw new Error('reading the times of the run: it did not get so far');
  return { from, to };
}

const script = (directory: string) => `
set -eu
cd '${directory}'
./scripts/backup.sh staging bench
file=$(ls -t backups/staging/*.dump | head -n 1)
sha256sum "$file"
./bin/database pg_restore -f /dev/null < "$file"
./bin/inside npx prisma migrate deploy
./bin/inside npx prisma migrate status`;

async function deployFromShell(sshd: PrivateSshd, host: DemoHost): Promise<number> {
  await addPending(host);
  const startedAt = performance.now();
  const { exitCode, stdout, stderr } = await ssh(sshd, script(host.directory));
  const took = performance.now() - startedAt;
  if (exitCode !== 0 || !stdout.includes('up to date')) throw new Error(`deploying from a shell: ${stdout}${stderr}`);
  return took;
}

/** Each round of a host deploys a table of its own; names are in the order of time. */
async function addPending(host: DemoHost): Promise<void> {
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  await addMigration(host, `${stamp}_add_table`, `CREATE TABLE "Bench${stamp}" (id int PRIMARY KEY);\n`);
}
