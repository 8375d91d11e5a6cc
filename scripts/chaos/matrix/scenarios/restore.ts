import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { DemoHost } from '../../../../playground/hosts/host-layout.ts';
import { postgresBinaries } from '../../../../playground/servers/binaries.ts';
import { execute } from '../../../../playground/servers/postgres.ts';
import { type Scenario, targetOf } from './scenario.ts';

const call = promisify(execFile);

/** By Godwit's own way: a new database beside the present one, which takes its name. */
export const restore: Scenario = {
  host: { rollback: 'none' },
  prepare: async (host) => {
    const file = path.join(host.directory, 'backups', host.name, '20260101T000000Z-chaos.dump');
    await mkdir(path.dirname(file), { recursive: true });
    await call(path.join(postgresBinaries(), 'pg_dump'), ['-Fc', `--file=${file}`, host.databaseUrl]);
    await execute(host.databaseUrl, `UPDATE "Customer" SET name = name || '!'`);
  },
  ask: async ({ type, host, dialog, person }) => {
    await type(`rollback ${host.name}`);
    const view = await dialog('the database of', 'chaos.dump');
    await person.submit(view, { 'restore.backup': `backups/${host.name}/20260101T000000Z-chaos.dump` });
  },
  target: async (host) => {
    const marked = await namesEndingInMark(host);
    return targetOf(marked.all === marked.changed, marked.changed === 0);
  },
  counted: {
    'safety-backup': /^database .* sh pg_dump -Fc$/,
    restore: /^database sql \| psql .* sh archive /,
  },
};

async function namesEndingInMark({ databaseUrl }: DemoHost): Promise<{ all: number; changed: number }> {
  const sql = `SELECT count(*)::int AS all, count(*) FILTER (WHERE name LIKE '%!')::int AS changed FROM "Customer"`;
  const [row] = await execute<{ all: number; changed: number }>(databaseUrl, sql);
  if (row === undefined || row.all === 0) return { all: 1, changed: 2 };
  return row;
}
