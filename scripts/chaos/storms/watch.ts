import { readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import type { GodwitProcess } from '../../../playground/stage/godwit-process.ts';
import type { Peak } from './judge.ts';

const everyMs = 100;

/** The most sessions that were seen at once. */
export interface Sessions {
  readonly own: number;
  readonly targets: number;
}

const count = `
  SELECT count(*) FILTER (WHERE usename = $1)::int AS own,
         count(*) FILTER (WHERE datname = ANY($2))::int AS targets
  FROM pg_stat_activity WHERE backend_type = 'client backend'`;

/** Counts sessions ten times a second: Godwit's by its role, those in the targets by their databases. */
export async function watchSessions(
  url: string,
  { role, targets }: { readonly role: string; readonly targets: readonly string[] },
): Promise<AsyncDisposable & { readonly most: () => Sessions }> {
  const client = new pg.Client({ connectionString: url, application_name: 'playground' });
  await client.connect();
  let most: Sessions = { own: 0, targets: 0 };
  let looking = Promise.resolve();
  const look = async () => {
    const [now] = (await client.query<Sessions>(count, [role, targets])).rows;
    if (now !== undefined) most = { own: Math.max(most.own, now.own), targets: Math.max(most.targets, now.targets) };
  };
  const timer = setInterval(() => {
    looking = looking.then(look);
  }, everyMs);
  return {
    most: () => most,
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer);
      await looking;
      await client.end();
    },
  };
}

/** The most memory that each had resident since it started, by the kernel's book. */
export const peaksOf = (godwits: readonly GodwitProcess[]): readonly Peak[] =>
  godwits.map(({ pid, logFile }) => ({
    process: path
      .basename(logFile)
      .replace(/-\d+\.log$/, '')
      .replace('godwit-', 'the role '),
    residentBytes: residentPeak(readFileSync(`/proc/${pid}/status`, 'utf8')),
  }));

const residentPeak = (status: string): number => Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1_024;
