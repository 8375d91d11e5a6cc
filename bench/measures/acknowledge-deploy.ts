import { engineEnvironment } from '../../playground/prisma-engine/environment.mjs';
import { execute } from '../../playground/servers/postgres.ts';
import { runGodwit } from '../../playground/stage/godwit-process.ts';
import type { StagedEnvironment } from '../../playground/stage/settings.ts';
import type { Grounds } from '../grounds/grounds.ts';
import { type Listener, startListener } from '../grounds/listener.ts';
import { acknowledged } from '../grounds/typing.ts';
import type { Effort, Measure } from '../measure.ts';
import { figureLine, inTurn, type Pairs, ratioLine } from '../rounds.ts';
import { median, percentile } from '../statistics.ts';

/** Row 2: how soon Slack hears of a request that is committed first. */
export const acknowledgeDeploy: Measure = {
  row: 2,
  title: 'acknowledge deploy',
  take: async (grounds, effort) => {
    const rounds = await take(grounds, effort);
    const of = (figure: (taken: readonly number[]) => number): Pairs => ({
      ours: rounds.map(({ ours }) => figure(ours)),
      theirs: rounds.map(({ theirs }) => figure(theirs)),
    });
    const p99 = of((taken) => percentile(taken, 0.99));
    const against = 'a Bolt listener that commits the same rows with `pg`';
    const each = `${perRound(effort)} requests of each side in a round, each for another environment, so that each opens a request`;
    return [
      ratioLine({ row: 2, measure: 'acknowledge `deploy`, median', against, note: `${each}.` }, of(median), 2),
      ratioLine({ row: 2, measure: 'acknowledge `deploy`, p99', against, note: 'of the same requests.' }, p99, 2),
      figureLine({ row: 2, measure: 'acknowledge `deploy`, p99', note: 'of the same requests.' }, p99.ours, {
        unit: 'ms',
        words: 'under 100 ms',
        holds: (figure) => figure < 100,
      }),
    ];
  },
};

/** Enough that a hundredth of them is more than one. */
const perRound = ({ requests }: Effort): number => (requests * 2) / 5;

async function take(grounds: Grounds, effort: Effort): Promise<readonly Pairs[]> {
  const warm = 20;
  const names = Array.from({ length: warm + effort.rounds * perRound(effort) }, (_, index) => `e${index}`);
  await using stage = await grounds.stage(await environments(grounds, names), { mode: 'http', roles: 'app' });
  const { slack, databaseUrl } = stage;
  await using listener = await committing(grounds, slack);
  const deploy = (url: string) => async (name: string) => {
    slack.deliverTo(url);
    return acknowledged(slack, `deploy ${name}`);
  };
  const ours = deploy(`http://127.0.0.1:${stage.godwits[0]?.port}/slack/events`);
  const theirs = deploy(listener.url);
  const next = names.values();
  const round = async (size: number) => {
    const some = Array.from({ length: size }, () => next.next().value ?? '');
    return inTurn(
      size,
      (index) => ours(some[index] ?? ''),
      (index) => theirs(some[index] ?? ''),
    );
  };
  await round(warm);
  const rounds: Pairs[] = [];
  for (let index = 0; index < effort.rounds; index += 1) rounds.push(await round(perRound(effort)));
  for (const url of [databaseUrl, listener.databaseUrl]) await mustHaveWritten(url, names.length);
  return rounds;
}

/** No worker runs here: the places are never looked at, only asked for. */
async function environments(grounds: Grounds, names: readonly string[]) {
  const host = await grounds.host('anywhere');
  const at = (name: string): StagedEnvironment => ({
    host,
    ssh: 'local',
    place: { directory: `${host.directory}/${name}` },
  });
  return Object.fromEntries(names.map((name) => [name, at(name)]));
}

async function committing(
  grounds: Grounds,
  slack: Parameters<typeof startListener>[1],
): Promise<Listener & { readonly databaseUrl: string }> {
  const databaseUrl = await grounds.database('rows');
  const { exitCode, stderr } = await runGodwit(['migrate'], { DATABASE_URL: databaseUrl, ...engineEnvironment() });
  if (exitCode !== 0) throw new Error(`making the same tables for the listener: ${stderr}`);
  const listener = await startListener('commits-rows', slack, { DATABASE_URL: databaseUrl });
  return { ...listener, databaseUrl };
}

/** A refusal is acknowledged fast, too. */
async function mustHaveWritten(url: string, requests: number): Promise<void> {
  const [found] = await execute<{ runs: string; audit: string }>(
    url,
    `SELECT (SELECT count(*) FROM run WHERE open) AS runs, (SELECT count(*) FROM audit WHERE action = 'deploy.requested') AS audit`,
  );
  if (Number(found?.runs) === requests && Number(found?.audit) === requests) return;
  throw new Error(`counting what was written: ${JSON.stringify(found)} of ${requests} requests`);
}
