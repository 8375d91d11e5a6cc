import { cp, rm } from 'node:fs/promises';
import path from 'node:path';
import type { DemoHost } from '../../playground/hosts/host-layout.ts';
import type { SshAddress } from '../../playground/servers/sshd.ts';
import type { SlackEmulator } from '../../playground/slack-emulator/slack-emulator.ts';
import { cast, channels } from '../../playground/stage/cast.ts';
import { ssh } from '../../test/support/ssh.ts';
import type { Grounds } from '../grounds/grounds.ts';
import { firstStroke } from '../grounds/typing.ts';
import type { Effort, Measure } from '../measure.ts';
import { inTurn, medianRounds, type Pairs, ratioLine } from '../rounds.ts';

const inRound = 3;
const newest = '20240402090000_require_country';

/** Row 8: what drift and down SQL cost beyond the one `prisma migrate diff` in each of them. */
export const driftAndDown: Measure = {
  row: 8,
  title: 'drift and down SQL',
  take: async (grounds, effort) => {
    const against = "`ssh host 'cd … && ./bin/inside npx prisma migrate diff …'` from a shell";
    const note = `from typing or pressing to the message that Slack's stand-in took; the middle of ${inRound} in each round.`;
    const lines = [];
    for (const [prisma, words] of releases) {
      const { drift, down } = await rounds(grounds, effort, prisma);
      lines.push(
        ratioLine({ row: 8, measure: `\`drift\` seen in Slack, pool warm${words}`, against, note }, drift, 1.1),
      );
      lines.push(ratioLine({ row: 8, measure: `down SQL seen in Slack, pool warm${words}`, against, note }, down, 1.1));
    }
    return lines;
  },
};

const releases = [
  [7, ''],
  [6, '; Prisma 6.19, which is given an empty database'],
] as const;

async function rounds(
  grounds: Grounds,
  effort: Effort,
  prisma: 7 | 6,
): Promise<{ readonly drift: Pairs; readonly down: Pairs }> {
  const [host, sshd] = await Promise.all([grounds.host('staging', { prisma }), grounds.sshd()]);
  await using stage = await grounds.stage({ staging: { host, ssh: sshd } });
  const { slack } = stage;
  const before = await withoutNewest(host);
  const shadow = prisma === 6 ? ` --shadow-database-url ${await grounds.database('shadow')}` : '';
  const files = `--from-migrations prisma/migrations${shadow}`;
  const live = prisma === 6 ? '--to-schema-datasource prisma/schema.prisma' : '--to-config-datasource';
  const drift = () => firstStroke(slack, 'drift staging', ['No difference']);
  const diff = () => diffFromShell(sshd, host, { ends: `${files} ${live}`, code: 0 });
  const down = () => downFromModal(slack);
  const downDiff = () => diffFromShell(sshd, host, { ends: `${files} --to-migrations ${before}`, code: 2 });
  await inTurn(1, drift, diff);
  await inTurn(1, down, downDiff);
  return {
    drift: await medianRounds(effort.rounds, () => inTurn(inRound, drift, diff)),
    down: await medianRounds(effort.rounds, () => inTurn(inRound, down, downDiff)),
  };
}

/** A copy of the migrations that lacks the newest: what a person by hand would have at hand. */
async function withoutNewest({ appDirectory }: DemoHost): Promise<string> {
  const copy = path.join(appDirectory, '../before');
  await cp(path.join(appDirectory, 'prisma/migrations'), copy, { recursive: true });
  await rm(path.join(copy, newest), { recursive: true });
  return copy;
}

async function diffFromShell(
  sshd: SshAddress,
  { directory }: DemoHost,
  { ends, code }: { readonly ends: string; readonly code: number },
): Promise<number> {
  const startedAt = performance.now();
  const line = `cd ${directory} && ./bin/inside npx prisma migrate diff ${ends} --script --exit-code`;
  const { exitCode, stdout, stderr } = await ssh(sshd, line);
  const took = performance.now() - startedAt;
  if (exitCode !== code) throw new Error(`comparing from a shell: exit ${exitCode}: ${stdout}${stderr}`);
  return took;
}

/** From the submitted choice to the SQL; how long a person looks at the modals does not count. */
async function downFromModal(slack: SlackEmulator): Promise<number> {
  const ana = slack.person(cast.ana);
  await ana.slash({ channel: channels.migrations, text: 'rollback staging' });
  const view = await modalWith(slack, 'restore.down');
  await ana.pickInModal(view, 'restore.down');
  const choice = await modalWith(slack, 'down.newest');
  const posts = () => slack.callsOf('chat.postMessage');
  const before = posts().length;
  const startedAt = performance.now();
  const submitted = ana.submit(choice);
  await slack.waitFor(() => posts().length > before, { what: 'the down SQL', timeoutMs: 120_000 });
  const took = performance.now() - startedAt;
  await submitted;
  const said = JSON.stringify(posts().at(-1)?.args);
  if (!said.includes('DROP NOT NULL')) throw new Error(`reading the answer: it holds no down SQL: ${said}`);
  return took;
}

function modalWith(slack: SlackEmulator, words: string) {
  const open = () => {
    const view = slack.person(cast.ana).modal();
    return JSON.stringify(view?.definition ?? '').includes(words) ? view : undefined;
  };
  return slack.waitFor(open, { what: `a modal with ${words}`, timeoutMs: 120_000 }) as Promise<
    NonNullable<ReturnType<typeof open>>
  >;
}
