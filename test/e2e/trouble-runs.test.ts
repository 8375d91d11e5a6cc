import { execFile } from 'node:child_process';
import { chmod, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { DemoHost } from '../../playground/hosts/host-layout.ts';
import { addMigration } from '../../playground/hosts/migrations.ts';
import { breakHealth } from '../../playground/hosts/service.ts';
import { execute } from '../../playground/servers/postgres.ts';
import type { Message } from '../../playground/slack-emulator/model.ts';
import { approvers, cast, channels, type Name } from '../../playground/stage/cast.ts';
import type { StagedEnvironment } from '../../playground/stage/settings.ts';
import { type FreshHostOptions, freshHost } from '../support/hosts.ts';
import { openScene, patienceMs, type Scene, says } from '../support/stages.ts';

const run = promisify(execFile);
const vault = '20260101000000_add_vault';
const office = '20260102000000_add_office';
/** The address stands in the table already: PostgreSQL tells the row in its DETAIL. */
const addOffice = `CREATE TABLE "Office" (id int PRIMARY KEY);
INSERT INTO "User" (email) VALUES ('office@gold-factory.example');
`;

/** Ana asks; those who are named approve. */
const approvedBy = (approve: readonly string[], more: Readonly<Record<string, unknown>> = {}) => ({
  rules: {
    rights: { request: [cast.ana], approve },
    approvals: { required: 2, expireAfter: '4h' },
    ...more,
  },
});
const announced = { checklist: ['notify'], announce: [channels.team] };

const staged = new Map<string, StagedEnvironment>();

async function stage(name: string, more: Partial<StagedEnvironment> = {}, options: FreshHostOptions = {}) {
  const host = await freshHost({ name, ...options });
  await addMigration(host, vault, 'CREATE TABLE "Vault" (id int PRIMARY KEY);\n');
  const environment = { host, ssh: inject('realParts').ssh.staging, ...more };
  staged.set(name, environment);
  return [name, environment] as const;
}

describe.concurrent('a run that does not come to a good end', { timeout: patienceMs * 3 }, () => {
  let scene: Scene;

  beforeAll(async () => {
    const built = await Promise.all([
      stage('whole'),
      stage('split', {}, { engineMode: 'split' }),
      stage('unwell'),
      stage('slow', { rules: { limits: { step: '2s' } } }),
      stage('asking', { rules: { rollback: rollbackThatKnows('another question') } }),
    ]);
    await addMigration(hostOf('whole'), office, addOffice);
    await addMigration(hostOf('split'), office, addOffice);
    await breakHealth(hostOf('unwell'), true);
    await backUpBy(hostOf('slow'), 'echo "Dumping"; sleep 600');
    await run(path.join(hostOf('asking').directory, 'scripts/backup.sh'), ['asking']);
    scene = await openScene(Object.fromEntries(built));
  }, patienceMs * 3);
  afterAll(async () => scene?.[Symbol.asyncDispose]());

  test.each([
    ['whole', []],
    ['split', ['Office']],
  ])('a failing migration, its file sent as %s: what the database said, and the two ways out', async (name, left) => {
    await scene.type('ana', `deploy ${name}`);
    const card = await scene.failedCardOf(name);
    says(card, 'migration-failed', 'P3018', '23505', office, 'duplicate key value violates unique constraint');
    says(card, 'Did not succeed* at deploy', `1 of 2 migrations applied before it: \`${vault}\``);
    says(card, 'Two ways out', 'the backup of this run', ` rolled-back ${office}`, ` applied ${office}`);
    says(card, 'run.restore', 'run.show-log');
    expect(everythingSaid(scene)).not.toContain('office@gold-factory.example');
    expect(await tablesOf(name, ['Vault', 'Office'])).toEqual(['Vault', ...left]);
  });

  test('a failing health check: the database is changed, and the card says so', async () => {
    await scene.type('ana', 'deploy unwell');
    await scene.cardOf('unwell', '✓ *deploy* 1 of 1 applied');
    const card = await scene.failedCardOf('unwell');
    says(card, 'health-failed', 'Did not succeed* at health check', 'The database is changed and the app is not well');
    says(card, '1 migration applied before that', '✓ *deploy* 1 of 1 applied', 'restore the backup', 'run.restore');
    expect(await tablesOf('unwell', ['Vault'])).toEqual(['Vault']);
  });

  test('a step that takes too long is ended with everything it started', async () => {
    await scene.type('ana', 'backup slow');
    const card = await scene.failedCardOf('slow');
    says(card, 'time-limit', 'The backup script took longer than 2.0 s and was ended', '`limits.step`');
    await expect(run('pgrep', ['-f', `${hostOf('slow').directory}/scripts/backup.sh`])).rejects.toMatchObject({
      code: 1,
    });
  });

  test('a script that asks something else is stopped, and its question is shown', async () => {
    const before = await execute(hostOf('asking').databaseUrl, 'SELECT count(*) FROM "Order"');
    await scene.type('ana', 'rollback asking');
    await scene.stage.slack.waitFor(() => listOfBackups(scene), { what: 'the list of backups', timeoutMs: patienceMs });
    await scene.submit('ana', { 'restore.backup': listOfBackups(scene) ?? '' });
    const card = await scene.failedCardOf('asking');
    says(card, 'question-unanswered', 'Do you want to restore the database? (yes/no)', 'nothing was answered blindly');
    expect(await execute(hostOf('asking').databaseUrl, 'SELECT count(*) FROM "Order"')).toEqual(before);
  });
});

describe.concurrent('a request whose time or people run out', { timeout: patienceMs * 3 }, () => {
  let scene: Scene;

  beforeAll(async () => {
    const built = await Promise.all([
      stage('regrouped', approvedBy([cast.ben, cast.dan, approvers], announced)),
      stage('late', approvedBy([cast.ben, cast.cleo], { checklist: ['window'] })),
      stage('expiring', approvedBy([cast.ben, cast.cleo], { approvals: { required: 2, expireAfter: '2s' } })),
    ]);
    scene = await openScene(Object.fromEntries(built));
  }, patienceMs * 3);
  afterAll(async () => scene?.[Symbol.asyncDispose]());

  test('an expired request ends, and says what lacked', async () => {
    await scene.type('ana', 'deploy expiring');
    const expired = await scene.cardOf('expiring', '*Expired*');
    says(expired, 'the approvals did not come in time', 'The database was not changed', 'Ask again');
    expect(JSON.stringify(expired.blocks)).not.toContain('run.approve');
  });

  test('a run that missed its window asks for another and never starts late', async () => {
    const card = await scene.requested('late');
    await pickWindow(scene, 'ana', card, seconds() - 15 * 60 + 15);
    await scene.cardSays(card, 'the picked time has passed, pick another');
    await scene.press('ben', card, 'run.approve');
    await scene.press('cleo', card, 'run.approve');
    says(await scene.cardSays(card, '2 of 2'), '*Waits for* maintenance window. Then');
    expect(await tablesOf('late', ['Vault'])).toEqual([]);
  });

  test('who left the group of approvers before the start does not count, and the run waits again', async () => {
    const { slack } = scene.stage;
    const card = await scene.requested('regrouped');
    await scene.press('ben', card, 'run.approve');
    await scene.press('cleo', card, 'run.approve');
    says(await scene.cardSays(card, '2 of 2'), '*Waits for* notify team');
    const asked = slack.callsOf('usergroups.users.list').length;
    slack.addGroup({ id: approvers, handle: 'dba', members: [cast.dan] });
    await slack.sendEvent({ type: 'subteam_updated', subteam: { id: approvers } });
    await slack.waitFor(() => slack.callsOf('usergroups.users.list').length > asked, { what: 'a look at the group' });
    await scene.press('ana', card, 'run.announce');
    says(await scene.cardSays(card, '*Waits for* 1 more approval'), '1 of 2');
    expect(await tablesOf('regrouped', ['Vault'])).toEqual([]);

    await scene.press('dan', card, 'run.approve');
    await scene.cardSays(card, 'Succeeded');
  });
});

describe.concurrent('a configuration that changed', { timeout: patienceMs * 3 }, () => {
  let scene: Scene;

  beforeAll(async () => {
    const built = await stage('reduced', approvedBy([cast.ben, cast.cleo, cast.dan], announced));
    scene = await openScene(Object.fromEntries([built]));
  }, patienceMs * 3);
  afterAll(async () => scene?.[Symbol.asyncDispose]());

  test('who is no approver any more after a restart does not count', async () => {
    const card = await scene.requested('reduced');
    await scene.press('ben', card, 'run.approve');
    await scene.press('cleo', card, 'run.approve');
    says(await scene.cardSays(card, '2 of 2'), '*Waits for* notify team');

    expect(await scene.stage.godwits[0]?.end()).toBe(0);
    const reduced = { ...stagedOf('reduced'), ...approvedBy([cast.cleo, cast.dan], announced) };
    await scene.stage.configure({ reduced });
    await scene.stage.start('all');
    await scene.press('ana', card, 'run.announce');
    says(await scene.cardSays(card, '*Waits for* 1 more approval'), '1 of 2');
    expect(await tablesOf('reduced', ['Vault'])).toEqual([]);

    await scene.press('ben', card, 'run.approve');
    await scene.hears('ben', 'right-missing', 'review and approve');
    await scene.press('dan', card, 'run.approve');
    await scene.cardSays(card, 'Succeeded');
    expect(await tablesOf('reduced', ['Vault'])).toEqual(['Vault']);
  });
});

/** For a quarter of an hour from `opensAt`, in seconds since 1970. Each story has its own picker: who presses sees one modal. */
async function pickWindow(scene: Scene, who: Name, card: Message, opensAt: number): Promise<void> {
  await scene.press(who, card, 'run.pick-window');
  await scene.submit(who, { 'window.opens': opensAt, 'window.length': String(15 * 60_000) });
}

const seconds = (): number => Math.ceil(Date.now() / 1_000);

/** The path of the first backup that the modal offers, once it is filled. */
function listOfBackups(scene: Scene): string | undefined {
  const blocks = JSON.stringify(scene.stage.slack.person(cast.ana).modal()?.definition.blocks ?? []);
  return /"value":"(backups\/[^"]+)"/.exec(blocks)?.[1];
}

/** What everybody in the channels can read. */
function everythingSaid(scene: Scene): string {
  const said = [channels.migrations, channels.team].map((id) => scene.stage.slack.channel(id).everything());
  return JSON.stringify(said);
}

function stagedOf(name: string): StagedEnvironment {
  const environment = staged.get(name);
  if (environment === undefined) throw new Error(`looking for the environment ${name}: there is none`);
  return environment;
}
const hostOf = (name: string): DemoHost => stagedOf(name).host;

async function tablesOf(environment: string, names: readonly string[]): Promise<string[]> {
  const sql = 'SELECT tablename AS name FROM pg_tables WHERE tablename = ANY ($1)';
  const rows = await execute<{ name: string }>(hostOf(environment).databaseUrl, sql, [names]);
  return names.filter((name) => rows.some((row) => row.name === name));
}

function rollbackThatKnows(when: string) {
  return { command: ['./scripts/rollback.sh', '{env}', '{backup}'], answers: [{ when, say: 'yes' }] };
}

async function backUpBy({ directory }: DemoHost, lines: string): Promise<void> {
  const script = path.join(directory, 'scripts/backup.sh');
  await writeFile(script, `#!/bin/sh\n${lines}\n`);
  await chmod(script, 0o755);
}
