import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { DemoHost } from '../../playground/hosts/host-layout.ts';
import { addMigration, editMigration, migrationFile, removeMigration } from '../../playground/hosts/migrations.ts';
import { execute, withAdvisoryLock } from '../../playground/servers/postgres.ts';
import type { Message } from '../../playground/slack-emulator/model.ts';
import { cast } from '../../playground/stage/cast.ts';
import { freshHost } from '../support/hosts.ts';
import { openScene, patienceMs, type Scene, says, saysAll } from '../support/stages.ts';

const run = promisify(execFile);
const vault = '20260101000000_add_vault';
const countries = '20240318074500_add_countries';
const newest = '20240402090000_require_country';
const prismaLock = 72707369;
const names = ['edited', 'missing', 'harmless', 'drifted', 'kept', 'late', 'failed', 'held', 'pooled'] as const;

/** Each gate on real parts; ana asks, ben approves, and somebody follows the way out until the deploy succeeds. */
describe.concurrent('a gate before a deploy', { timeout: patienceMs * 4 }, () => {
  const hosts = new Map<string, DemoHost>();
  let scene: Scene;

  beforeAll(async () => {
    const rules = {
      rights: { request: [cast.ana], approve: [cast.ben, cast.cleo] },
      approvals: { required: 1, expireAfter: '4h' },
    };
    const built = await Promise.all(
      names.map(async (name) => {
        const host = await freshHost({ name });
        hosts.set(name, host);
        await addMigration(host, vault, 'CREATE TABLE "Vault" (id int PRIMARY KEY);\n');
        return [name, { host, ssh: inject('realParts').ssh.staging, rules }] as const;
      }),
    );
    scene = await openScene(Object.fromEntries(built));
  }, patienceMs * 4);
  afterAll(async () => scene?.[Symbol.asyncDispose]());

  const on = (name: (typeof names)[number]): DemoHost => {
    const host = hosts.get(name);
    if (host === undefined) throw new Error(`looking for the host ${name}: there is none`);
    return host;
  };
  const sql = (name: (typeof names)[number], text: string) => execute(on(name).databaseUrl, text);

  /** Has ana ask, and waits until the card stands behind the gate: nobody can approve it. */
  async function held(name: (typeof names)[number], gate: string): Promise<Message> {
    await scene.type('ana', `deploy ${name}`);
    const card = await scene.cardOf(name, `(\`${gate}\`)`, 'Cannot be approved until then', `gate \`${gate}\``);
    expect(JSON.stringify(card.blocks)).not.toContain('run.approve');
    return card;
  }

  /** Somebody followed the way out: the gate is open, ben approves, and the deploy succeeds. */
  async function deployed(card: Message): Promise<void> {
    await scene.press('ana', card, 'run.check-gates');
    await scene.cardSays(card, 'run.approve');
    await scene.press('ben', card, 'run.approve');
    says(await scene.cardSays(card, 'Succeeded'), 'applied');
  }

  /** The command that the card gives in fixed width. */
  function command(card: Pick<Message, 'blocks'>, pattern: RegExp): string {
    const text = JSON.stringify(card.blocks).replaceAll('\\"', '"');
    const found = [...text.matchAll(/`([^`]+)`/g)].map(([, code]) => code ?? '').find((code) => pattern.test(code));
    if (found === undefined) throw new Error(`looking for a command like ${pattern}: ${text}`);
    return found;
  }
  const onHost = (name: (typeof names)[number], line: string) =>
    run('sh', ['-c', line], { cwd: on(name).directory, env: { PATH: process.env.PATH ?? '' } });

  test('edited: the history is told the new checksum, by the very statement of the card', async () => {
    await editMigration(on('edited'), countries, (text) => `${text}-- one more thought\n`);
    const card = await held('edited', 'edited');
    says(card, `${countries} was changed after it was applied`, 'git log --oneline', 'Two ways out');
    await sql('edited', command(card, /^UPDATE _prisma_migrations/));
    await deployed(card);
  });

  test('missing: the folder is brought back', async () => {
    const text = await readFile(migrationFile(on('missing'), newest), 'utf8');
    await removeMigration(on('missing'), newest);
    const card = await held('missing', 'missing');
    says(card, `${newest} is applied, but its file is gone`, 'git checkout', 'could not be compared');
    await addMigration(on('missing'), newest, text);
    await deployed(card);
  });

  test('line ends and order hold nothing up, and are named', async () => {
    const older = '20240101000000_older';
    await editMigration(on('harmless'), countries, (text) => text.replaceAll('\n', '\r\n'));
    await addMigration(on('harmless'), older, 'CREATE TABLE "Older" (id int PRIMARY KEY);\n');
    const card = await scene.requested('harmless');
    says(
      card,
      '(`line-ends`)',
      '(`out-of-order`)',
      `${older} is older than the newest applied migration`,
      'Stops nothing',
    );
    await scene.press('ben', card, 'run.approve');
    says(await scene.cardSays(card, 'Succeeded'), '2 migrations applied');
  });

  test('drift: named to the column, and undone in the database', async () => {
    await sql('drifted', 'ALTER TABLE "User" DROP COLUMN "name"; CREATE TABLE scratch (id int)');
    const card = await held('drifted', 'drift');
    says(card, 'column \\"User\\".name is gone', '(`undeclared`)', 'table scratch');
    await scene.type('ana', 'status drifted');
    says(await scene.message(['Status of drifted', '(`drift`)']), 'column \\"User\\".name is gone');
    await sql('drifted', 'ALTER TABLE "User" ADD COLUMN "name" TEXT');
    await deployed(card);
  });

  test('drift: kept, by a migration that is marked as applied with the command of the card', async () => {
    const change = 'CREATE UNIQUE INDEX "Country_name_key" ON "Country"("name");\n';
    await sql('kept', change);
    const card = await held('kept', 'drift');
    says(card, 'unique index \\"Country_name_key\\" on \\"Country\\" was added');
    const keep = '20251231000000_keep_index';
    await addMigration(on('kept'), keep, change);
    await onHost('kept', `${command(card, /migrate resolve --applied/).replace(/&lt;.*&gt;|<.*>/, '')}${keep}`);
    await deployed(card);
  });

  test('closed after the approval: nothing begins, the approval stays, and it starts by itself once open', async () => {
    const card = await scene.requested('late');
    await sql('late', 'ALTER TABLE "Product" ALTER COLUMN "karat" DROP DEFAULT');
    await scene.press('ben', card, 'run.approve');
    const back = await scene.cardSays(
      card,
      'column \\"Product\\".karat has no default',
      'Cannot be approved until then',
    );
    says(back, '1 of 1');
    expect(await hasVault('late')).toBe(false);
    await sql('late', 'ALTER TABLE "Product" ALTER COLUMN "karat" SET DEFAULT 24');
    await scene.press('ana', card, 'run.check-gates');
    says(await scene.cardSays(card, 'Succeeded'), 'applied');
  });

  test('an earlier one failed, and its file was changed since: resolved from the card, with a reason', async () => {
    const row = `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, applied_steps_count)
      VALUES (gen_random_uuid(), repeat('0', 64), '${vault}', now(), 0)`;
    await sql('failed', row);
    await scene.type('ana', 'deploy failed');
    const card = await scene.failedCardOf('failed');
    says(card, 'failed-earlier', 'Two ways out');
    await scene.press('ana', card, 'resolve.rolled-back');
    await scene.stage.slack.waitFor(
      () => {
        const dialog = JSON.stringify(scene.stage.slack.person(cast.ana).modal()?.definition ?? '');
        return saysAll({ text: dialog, blocks: [] }, ['changed after it had failed', 'resolve.why'])
          ? dialog
          : undefined;
      },
      { what: 'the dialog to ask for a reason', timeoutMs: patienceMs },
    );
    await scene.submit('ana', { 'resolve.why': 'nothing of it is there' });
    const mark = await scene.cardOf('failed', `Mark ${vault} as rolled back`, 'run.approve');
    await scene.press('ben', mark, 'run.approve');
    await scene.cardSays(mark, 'Succeeded');
    await again('failed');
  });

  test('the lock is held: by whom stands on the card, and it stops the start only', async () => {
    await withAdvisoryLock(on('held').databaseUrl, prismaLock, async () => {
      const card = await scene.requested('held');
      says(
        card,
        '(`migration-lock-held`)',
        'held by `playground`',
        'User: ',
        'Session since: ',
        'pg_terminate_backend(',
      );
      await scene.press('ben', card, 'run.approve');
      says(await scene.cardSays(card, 'Did not succeed'), 'migration-lock-held', 'User', 'was not changed');
    });
    await again('held');
  });

  test('a pooler: refused by name, and deployed once the URL is a direct one', async () => {
    const file = path.join(on('pooled').appDirectory, '../container.env');
    const direct = await readFile(file, 'utf8');
    await writeFile(file, direct.replace(/(DATABASE_URL='[^']*)'/, "$1?pgbouncer=true'"));
    await scene.type('ana', 'deploy pooled');
    says(await scene.failedCardOf('pooled'), 'Reason code: `pooler`', '`pgbouncer=true`', '`database.variable`');
    await scene.type('ana', 'status pooled');
    says(await scene.message(['Status of pooled', '(`pooler`)']), 'Nothing can be deployed until then');
    await writeFile(file, direct);
    await again('pooled');
  });

  /** A new request, after one that ended. */
  async function again(name: (typeof names)[number]): Promise<void> {
    await scene.type('ana', `deploy ${name}`);
    const card = await scene.cardOf(name, 'run.approve');
    await scene.press('ben', card, 'run.approve');
    says(await scene.cardSays(card, 'Succeeded'), '1 migration applied');
  }

  async function hasVault(name: (typeof names)[number]): Promise<boolean> {
    const [row] = await execute<{ name: string | null }>(
      on(name).databaseUrl,
      `SELECT to_regclass('"Vault"')::text AS name`,
    );
    return row?.name !== null;
  }
});
