import pg from 'pg';
import { expect, test } from 'vitest';
import { execute } from '../../playground/servers/postgres.ts';
import { openTheatre } from '../support/stages.ts';
import { gateBackups, isEnded, staging, tasksOf, tokenOf, untilRun, watch } from '../support/survival.ts';

/** Ends the session that waits to store a piece of the log, as a failing database server would. */
const endWriter = `
  SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%INSERT INTO log_chunk%'`;

test("a write to Godwit's own tables breaks in the middle of a backup: the run is taken up again by itself", async () => {
  await using theatre = await openTheatre();
  const { type, message, staging: host, stage } = theatre;
  await using store = watch(stage.databaseUrl);
  const backups = await gateBackups(host);
  await type('ana', 'backup staging broken');
  const gate = await backups.reached();
  const holder = new pg.Client({ connectionString: stage.databaseUrl });
  await holder.connect();
  await holder.query('BEGIN; LOCK TABLE log_chunk IN EXCLUSIVE MODE');
  await gate.letThrough();
  // Asked from outside the transaction, which would see one moment for ever, until the writer waits there.
  let ended = 0;
  while (ended === 0) ended = (await execute(stage.databaseUrl, endWriter)).length;
  await holder.end();
  await untilRun(store, { environment: staging, what: 'another claim' }, (run) => tokenOf(run) === 2 || isEnded(run));
  await message(['broken', 'Succeeded']);

  const run = await untilRun(store, { environment: staging, what: 'the end' }, isEnded);
  const [printed = ''] = [...(await tasksOf(run)).values()];
  const { password } = new URL(host.databaseUrl);
  expect(await store.logText(run.id, 'backup')).toBe(printed.replaceAll(password, '*'.repeat(password.length)));
  expect(await backups.starts()).toBe(1);
}, 120_000);
