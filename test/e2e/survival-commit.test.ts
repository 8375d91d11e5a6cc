import { once } from 'node:events';
import { existsSync, watch as watchFiles } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { expect, inject, test } from 'vitest';
import { addMigration } from '../../playground/hosts/migrations.ts';
import type { Run } from '../../src/domain/run.ts';
import { closeGate } from '../support/migration-gate.ts';
import { openTheatre } from '../support/stages.ts';
import { appliesMigration, copiesOf, isEnded, staging, stepOf, tasksOf, untilRun, watch } from '../support/survival.ts';

/** Waits until the host has written down how the run's deploy ended. */
async function untilTaskEnded(run: Run): Promise<void> {
  const [task = ''] = [...(await tasksOf(run)).keys()].filter((name) => name.endsWith('-deploy'));
  const directory = path.join(inject('realParts').ssh.staging.home, '.local/state/godwit/runs', task);
  const watcher = watchFiles(directory);
  const late = AbortSignal.timeout(60_000);
  while (!existsSync(path.join(directory, 'end'))) await once(watcher, 'change', { signal: late });
  watcher.close();
}

/** Keeps every commit to the run waiting, as a slow or stalled database would. */
async function holdRow(databaseUrl: string, { id }: Run): Promise<AsyncDisposable> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'holder' });
  await client.connect();
  await client.query('BEGIN');
  await client.query('SELECT 1 FROM run WHERE id = $1 FOR UPDATE', [id]);
  return { [Symbol.asyncDispose]: () => client.end() };
}

test('a worker is killed between the exit code and the commit: the next one reads the end, and starts nothing', async () => {
  await using theatre = await openTheatre({ roles: 'apart' });
  const { type, message, staging: host, stage } = theatre;
  await using store = watch(stage.databaseUrl);
  const until = (what: string, fits: (run: Run) => boolean) => untilRun(store, { environment: staging, what }, fits);
  await using gate = await closeGate(host.databaseUrl);
  await addMigration(host, '20260101000000_add_vault', gate.guard('CREATE TABLE "Vault" (id int PRIMARY KEY);\n'));
  await type('ana', 'deploy staging');
  const run = await until('Prisma at work', appliesMigration);
  {
    await using _held = await holdRow(stage.databaseUrl, run);
    await gate.letThrough();
    await untilTaskEnded(run);
    await copiesOf(stage.godwits, 'worker').at(-1)?.end('SIGKILL');
  }
  expect(stepOf((await store.run(run.id)) ?? run, 'deploy')).toMatchObject({ kind: 'running', begun: true });

  await stage.start('worker');
  await message([run.id, 'Succeeded', '1 of 1 applied']);
  const ended = await until('the end', isEnded);
  expect([...(await tasksOf(ended)).keys()].filter((name) => name.endsWith('-deploy'))).toHaveLength(1);
}, 180_000);
