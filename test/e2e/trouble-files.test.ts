import { chmod, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { DemoHost } from '../../playground/hosts/host-layout.ts';
import { addMigration, editMigration, migrationFile, removeMigration } from '../../playground/hosts/migrations.ts';
import { execute, withAdvisoryLock } from '../../playground/servers/postgres.ts';
import { cast } from '../../playground/stage/cast.ts';
import type { StagedEnvironment } from '../../playground/stage/settings.ts';
import { freshDatabase } from '../support/databases.ts';
import { freshHost } from '../support/hosts.ts';
import { openScene, patienceMs, type Scene, says } from '../support/stages.ts';

const vault = '20260101000000_add_vault';
const countries = '20240318074500_add_countries';
const newest = '20240402090000_require_country';
const prismaLock = 72707369;
/** Ana asks, ben and cleo approve. */
const approved = {
  rules: {
    rights: { request: [cast.ana], approve: [cast.ben, cast.cleo] },
    approvals: { required: 2, expireAfter: '4h' },
  },
};

const hosts = new Map<string, DemoHost>();

async function stage(name: string, more: Partial<StagedEnvironment> = {}) {
  const host = await freshHost({ name });
  hosts.set(name, host);
  await addMigration(host, vault, 'CREATE TABLE "Vault" (id int PRIMARY KEY);\n');
  return [name, { host, ssh: inject('realParts').ssh.staging, ...more }] as const;
}

describe.concurrent('what was approved is not there any more', { timeout: patienceMs * 3 }, () => {
  let scene: Scene;

  beforeAll(async () => {
    const built = await Promise.all([
      stage('edited', approved),
      stage('surprised', approved),
      stage('rewritten', approved),
    ]);
    await editDuringBackup(hostOf('surprised'));
    scene = await openScene(Object.fromEntries(built));
  }, patienceMs * 3);
  afterAll(async () => scene?.[Symbol.asyncDispose]());

  test('a file changed after the first approval: it is void, and the card names the file', async () => {
    const card = await scene.requested('edited');
    await scene.press('ben', card, 'run.approve');
    await scene.cardSays(card, '1 of 2');
    await editMigration(hostOf('edited'), vault, (sql) => sql.replace('int', 'bigint'));
    await scene.press('cleo', card, 'run.approve');
    const back = await scene.cardSays(card, `${vault} was changed`);
    says(back, 'earlier approvals do not count any more', '0 of 2', 'run.approve');
    expect(await hasVault('edited')).toBe(false);

    await scene.press('ben', card, 'run.approve');
    await scene.press('cleo', card, 'run.approve');
    says(await scene.cardSays(card, 'Succeeded'), '1 migration applied');
    expect(await hasVault('edited')).toBe(true);
  });

  test('a file changed during the backup: nothing is applied, the run goes back to its card', async () => {
    const card = await scene.requested('surprised');
    await scene.press('ben', card, 'run.approve');
    await scene.press('cleo', card, 'run.approve');
    const back = await scene.cardSays(card, `${vault} was changed`);
    says(back, 'earlier approvals do not count any more', '0 of 2', '2 more approvals');
    expect(await hasVault('surprised')).toBe(false);
    expect(await migrationNamesApplied('surprised')).not.toContain(vault);
  });

  test('the history was changed by hand meanwhile', async () => {
    const card = await scene.requested('rewritten');
    await scene.press('ben', card, 'run.approve');
    await scene.cardSays(card, '1 of 2');
    const { databaseUrl } = hostOf('rewritten');
    await execute(databaseUrl, `UPDATE _prisma_migrations SET checksum = repeat('0', 64) WHERE migration_name = $1`, [
      newest,
    ]);
    await scene.press('cleo', card, 'run.approve');
    const back = await scene.cardSays(card, 'the history of the database changed');
    says(back, '0 of 2', `${newest} was changed after it was applied`);
    expect(await hasVault('rewritten')).toBe(false);
  });
});

describe.concurrent('an environment on which nothing may begin', { timeout: patienceMs * 3 }, () => {
  let scene: Scene;

  beforeAll(async () => {
    const built = await Promise.all(
      ['elsewhere', 'complete', 'broken', 'drifted', 'locked'].map((name) => stage(name)),
    );
    await pointElsewhere(hostOf('elsewhere'), await freshDatabase('elsewhere'));
    await removeMigration(hostOf('complete'), vault);
    await failEarlier(hostOf('broken'));
    await editMigration(hostOf('drifted'), countries, (sql) => `${sql}-- one more thought\n`);
    await removeMigration(hostOf('drifted'), newest);
    await removeMigration(hostOf('drifted'), vault);
    scene = await openScene(Object.fromEntries(built));
  }, patienceMs * 3);
  afterAll(async () => scene?.[Symbol.asyncDispose]());

  test("Prisma's own configuration leads to another database", async () => {
    await scene.type('ana', 'deploy elsewhere');
    const card = await scene.failedCardOf('elsewhere');
    says(card, 'database-mismatch', 'Prisma and Godwit would speak to different databases', 'was not changed');
    says(card, `Godwit's is ${new URL(hostOf('elsewhere').databaseUrl).pathname.slice(1)}`, "Prisma's database is");
    expect(await hasVault('elsewhere')).toBe(false);
  });

  test('nothing is pending', async () => {
    await scene.type('ana', 'deploy complete');
    says(await scene.cardOf('complete', 'Nothing to do'), 'every migration is applied already');
  });

  test('an earlier migration failed: both the card and the status name the two ways out', async () => {
    await scene.type('ana', 'deploy broken');
    const card = await scene.failedCardOf('broken');
    says(card, 'failed-earlier', vault, 'Two ways out', ` rolled-back ${vault}`, ` applied ${vault}`);
    await scene.type('ana', 'status broken');
    const status = await scene.message(['Status of broken', 'Prisma itself']);
    says(status, '1 failed', 'Two ways out', `rolled-back ${vault}`, 'says the same');
  });

  test('another session holds the migration lock: it is named, and nothing waits for it', async () => {
    await withAdvisoryLock(hostOf('locked').databaseUrl, prismaLock, async () => {
      await scene.type('ana', 'deploy locked');
      const card = await scene.failedCardOf('locked');
      says(card, 'migration-lock-held', 'Somebody else is migrating this database', 'playground', 'was not changed');
      await scene.type('ana', 'status locked');
      await scene.message(['Status of locked', 'held by `playground`']);
    });
    expect(await hasVault('locked')).toBe(false);
  });

  test('applied files that were edited or are gone are shown, in two strokes', async () => {
    await scene.type('ana', 'status drifted');
    const card = await scene.message(['Status of drifted', 'Prisma itself']);
    says(card, '1 edited since applied, 1 missing', 'Edited after they were applied', countries, newest);
    says(card, 'The two disagree', `does not see the edit of ${countries}`, `${newest} is missing`);
    const [first] = card.edits;
    if (first === undefined) throw new Error('the card was shown in one stroke');
    says(first, '1 edited since applied', 'own word follows');
  });
});

function hostOf(name: string): DemoHost {
  const host = hosts.get(name);
  if (host === undefined) throw new Error(`looking for the host ${name}: there is none`);
  return host;
}

async function hasVault(environment: string): Promise<boolean> {
  const sql = `SELECT to_regclass('"Vault"')::text AS name`;
  const [row] = await execute<{ name: string | null }>(hostOf(environment).databaseUrl, sql);
  return row?.name !== null;
}

async function migrationNamesApplied(environment: string): Promise<string[]> {
  const sql = 'SELECT migration_name AS name FROM _prisma_migrations';
  const rows = await execute<{ name: string }>(hostOf(environment).databaseUrl, sql);
  return rows.map(({ name }) => name);
}

/** Somebody saves the file in the middle of the backup, whoever asked for it. */
async function editDuringBackup(host: DemoHost): Promise<void> {
  const script = path.join(host.directory, 'scripts/backup.sh');
  const edit = `sed -i s/int/bigint/ '${migrationFile(host, vault)}'\n`;
  await writeFile(script, (await readFile(script, 'utf8')).replace('mv "$file.part"', `${edit}mv "$file.part"`));
  await chmod(script, 0o755);
}

/** The app's variable still names the old database, and Prisma's configuration does not read it. */
async function pointElsewhere({ appDirectory }: DemoHost, url: string): Promise<void> {
  const file = path.join(appDirectory, 'prisma.config.ts');
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace("process.env.DATABASE_URL ?? ''", `'${url}'`));
}

/** What a deploy leaves behind that failed in the night, and that nobody has resolved. */
async function failEarlier({ databaseUrl }: DemoHost): Promise<void> {
  const sql = `INSERT INTO _prisma_migrations (id, checksum, migration_name, logs, started_at, applied_steps_count)
    VALUES (gen_random_uuid(), repeat('0', 64), $1, 'relation "Vault" already exists', now(), 0)`;
  await execute(databaseUrl, sql, [vault]);
}
