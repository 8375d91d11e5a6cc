import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { addMigration } from '../../playground/hosts/migrations.ts';
import { type CutOffProxy, cutOffProxy } from '../../playground/servers/cut-off-proxy.ts';
import { execute } from '../../playground/servers/postgres.ts';
import { type PrivateSshd, startSshd } from '../../playground/servers/sshd.ts';
import type { Run } from '../../src/domain/run.ts';
import { freshDirectory } from '../support/remotes.ts';
import { copiesOf, isEnded, placeOf, stepOf, survivalStory, tokenOf } from '../support/survival.ts';

/** Of this file alone: its state on the host is removed. */
let sshd: PrivateSshd;
let proxy: CutOffProxy;

beforeAll(async () => {
  sshd = await startSshd({ directory: freshDirectory('sshd'), playground: inject('realParts').directory });
  proxy = await cutOffProxy(sshd.port);
});
afterAll(async () => {
  await proxy[Symbol.asyncDispose]();
  await sshd[Symbol.asyncDispose]();
});
const story = survivalStory(() => ({
  roles: 'apart',
  rules: { staging: { place: { ssh: { ...placeOf(sshd), port: proxy.port } } } },
}));

const key = 4_711_002;
const marksDeploy = `steps @> '[{"name":"deploy","state":{"begun":true}}]'`;
const holdMarks = `
  CREATE FUNCTION hold_mark() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE steps jsonb := NEW.document -> 'steps';
  BEGIN
    IF ${marksDeploy} AND NEW.state = 'running' AND NEW.token = 1 THEN PERFORM pg_advisory_xact_lock(${key}); END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER hold_mark BEFORE UPDATE ON run FOR EACH ROW EXECUTE FUNCTION hold_mark()`;
/** Returns once somebody waits for the lock. */
const untilAwaited = `
  DO $$ BEGIN
    WHILE NOT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = ${key} AND NOT granted) LOOP
      PERFORM pg_sleep(0.02);
    END LOOP;
  END $$`;

/** Has ana ask for a deploy, and kills its worker after the mark "begun" was committed, before anything reached the host. */
async function dieBehindTheMark(migration: string): Promise<Run> {
  const { type, stage, staging: host, until } = story();
  await addMigration(host, migration, `CREATE TABLE "${migration.slice(15)}" (id int PRIMARY KEY);\n`);
  const client = new pg.Client({ connectionString: stage.databaseUrl, application_name: 'hold-mark' });
  await client.connect();
  await client.query('SELECT pg_advisory_lock($1)', [key]);
  await type('ana', 'deploy staging');
  await client.query(untilAwaited);
  proxy.swallow();
  await client.end();
  const run = await until('the mark', (one) => {
    const deploy = stepOf(one, 'deploy');
    return deploy?.kind === 'running' && deploy.begun;
  });
  await copiesOf(stage.godwits, 'worker').at(-1)?.end('SIGKILL');
  proxy.heal();
  return run;
}

const state = () => path.join(sshd.home, '.local/state/godwit');
const deployTasks = async ({ id }: Run) =>
  (await readdir(path.join(state(), 'runs'))).filter((name) => name.startsWith(id) && name.endsWith('-deploy'));

beforeAll(async () => {
  await execute(story().stage.databaseUrl, holdMarks);
});

test('a worker dies between the mark and the start: the next one finds proof that nothing began, and begins it', async () => {
  const { message, stage, staging: host, until } = story();
  const marked = await dieBehindTheMark('20260101000000_vault');
  expect(await deployTasks(marked)).toEqual([]);

  await stage.start('worker');
  await message([marked.id, 'Succeeded', '1 of 1 applied']);
  const run = await until('the end', isEnded);
  expect(await deployTasks(run)).toHaveLength(1);
  const applied = `SELECT 1 FROM _prisma_migrations WHERE migration_name LIKE '%vault' AND finished_at IS NOT NULL`;
  expect(await execute(host.databaseUrl, applied)).toHaveLength(1);
}, 180_000);

test('the traces of everything are gone from the host: nobody knows, and nothing is begun until a person has looked', async () => {
  const { message, press, cardSays, stage, staging: host, store, until } = story();
  const marked = await dieBehindTheMark('20260102000000_coin');
  await rm(state(), { recursive: true });

  await stage.start('worker');
  const card = await message([marked.id, 'outcome is not known', 'left no trace there', 'run.cancel']);
  await press('ana', card, 'run.look-again');
  await until(
    'another look',
    (run) => tokenOf(run) > 2 || (run.state.kind === 'outcome-unknown' && run.state.token > 2),
  );
  await cardSays(card, 'outcome is not known');
  expect(await execute(host.databaseUrl, `SELECT to_regclass('"coin"') AS name`)).toEqual([{ name: null }]);

  await until('an unknown outcome again', ({ state }) => state.kind === 'outcome-unknown');
  await press('ana', card, 'run.cancel');
  await cardSays(card, 'Did not succeed', 'trace-missing');
  const actions = (await store.audit({ run: marked.id, limit: 50 })).map(({ action, actor }) => [
    action,
    actor !== null,
  ]);
  expect(actions).toContainEqual(['run.given-up', true]);
}, 180_000);
