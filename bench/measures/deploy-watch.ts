import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import type { DemoHost } from '../../playground/hosts/host-layout.ts';
import { addMigration } from '../../playground/hosts/migrations.ts';
import { execute } from '../../playground/servers/postgres.ts';
import type { Stage } from '../../playground/stage/stage.ts';
import { lockSessions } from '../../test/support/lock-sessions.ts';
import type { Grounds } from '../grounds/grounds.ts';
import { becomes, newMessage } from '../grounds/typing.ts';
import type { Effort, Measure } from '../measure.ts';
import { figureLine } from '../rounds.ts';

const waiting = 5;
const watchedMs = 10_000;
const sampleEveryMs = 50;
/** The migration works on while it is watched, and a little longer. */
const worksSeconds = 18;

/** Words of the watch's query, within the 1,024 bytes that `pg_stat_activity` keeps of one. */
export const inTheWatch = 'waiting AS MATERIALIZED';

interface Cost {
  readonly share: number;
  readonly queries: number;
}

/** Row 9: what it costs the database that a deploy is watched. */
export const deployWatch: Measure = {
  row: 9,
  title: 'watch during a deploy',
  take: async (grounds, effort) => {
    const costs = await rounds(grounds, effort);
    const measure = `the watch during a deploy, ${waiting} sessions waiting behind it`;
    return [
      figureLine(
        {
          row: 9,
          measure: `${measure}: of one core of the database`,
          note: `time on a core of the server process that answers the watch, as the kernel counts it, over ${watchedMs / 1_000} s of a migration at work.`,
        },
        costs.map(({ share }) => 100 * share),
        { unit: '%', words: 'under 1 %', holds: (percent) => percent < 1 },
      ),
      figureLine(
        {
          row: 9,
          measure: `${measure}: queries`,
          note: `beginnings of queries that pg_stat_activity showed for that process, looked at each ${sampleEveryMs} ms from a session that does not count.`,
        },
        costs.map(({ queries }) => queries),
        { unit: 'per s', words: '1.1 per s', holds: (rate) => rate <= 1.1 },
      ),
    ];
  },
};

async function rounds(grounds: Grounds, effort: Effort): Promise<readonly Cost[]> {
  const [host, ssh] = await Promise.all([grounds.host('staging'), grounds.sshd()]);
  await using stage = await grounds.stage({ staging: { host, ssh } });
  const costs: Cost[] = [];
  for (let round = 0; round < effort.rounds; round += 1) costs.push(await heldUpDeploy(stage, host, round));
  return costs;
}

async function heldUpDeploy(stage: Stage, host: DemoHost, round: number): Promise<Cost> {
  const sql = `ALTER TABLE "Country" ADD COLUMN anthem_${round} text;\nSELECT pg_sleep(${worksSeconds});\n`;
  await addMigration(host, `2026120100000${round}_add_anthem`, sql);
  const card = await newMessage(stage.slack, 'deploy staging', ['Deploy', 'staging']);
  await pidOf(host, `state = 'active' AND query LIKE '%pg_sleep(${worksSeconds})%'`);
  await using sessions = lockSessions(host.databaseUrl);
  for (let one = 0; one < waiting; one += 1) {
    await (await sessions.open('app')).heldUp('SELECT count(*) FROM "Country"');
  }
  const pid = await pidOf(host, `application_name = 'godwit' AND query LIKE '%${inTheWatch}%'`);
  const cost = await costOf(host, pid);
  await becomes(stage.slack, card, ['Succeeded']);
  return cost;
}

/** The other session of the database that is so; waits until there is one. */
async function pidOf(host: DemoHost, condition: string): Promise<number> {
  const endMs = performance.now() + 120_000;
  while (performance.now() < endMs) {
    const [found] = await execute<{ pid: number }>(
      host.databaseUrl,
      `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND ${condition}`,
    );
    if (found !== undefined) return found.pid;
    await wait(sampleEveryMs);
  }
  throw new Error(`looking for a session: none is so: ${condition}`);
}

async function costOf(host: DemoHost, pid: number): Promise<Cost> {
  const begun = new Set<string>();
  const [startMs, startNs] = [performance.now(), await onCoreNs(pid)];
  while (performance.now() - startMs < watchedMs) {
    const [seen] = await execute<{ begun: string }>(
      host.databaseUrl,
      'SELECT query_start::text AS begun FROM pg_stat_activity WHERE pid = $1',
      [pid],
    );
    if (seen === undefined) throw new Error('watching the watch: its session ended early');
    begun.add(seen.begun);
    await wait(sampleEveryMs);
  }
  const tookMs = performance.now() - startMs;
  const workedMs = ((await onCoreNs(pid)) - startNs) / 1e6;
  return { share: workedMs / tookMs, queries: (begun.size - 1) / (tookMs / 1_000) };
}

/** Nanoseconds on a core so far: the first number of schedstat. */
async function onCoreNs(pid: number): Promise<number> {
  return Number((await readFile(`/proc/${pid}/schedstat`, 'utf8')).split(' ')[0]);
}
