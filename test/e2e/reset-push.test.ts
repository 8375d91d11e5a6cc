import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { DemoHost } from '../../playground/hosts/host-layout.ts';
import { editMigration } from '../../playground/hosts/migrations.ts';
import { execute } from '../../playground/servers/postgres.ts';
import type { Name } from '../../playground/stage/cast.ts';
import { developmentRules, editSchema, lossesShown, withField } from '../support/development.ts';
import { freshHost } from '../support/hosts.ts';
import { openScene, type Scene, saysAll } from '../support/stages.ts';

let scene: Scene;
let reset: DemoHost;
let broken: DemoHost;
let push: DemoHost;
let force: DemoHost;

beforeAll(async () => {
  const { ssh } = inject('realParts');
  [reset, broken, push, force] = await Promise.all([
    freshHost({ name: 'reset', layout: 'plain' }),
    freshHost({ name: 'broken' }),
    freshHost({ name: 'push', layout: 'plain' }),
    freshHost({ name: 'force' }),
  ]);
  const staged = (host: DemoHost) => ({ host, ssh: ssh.staging, rules: developmentRules });
  scene = await openScene({
    reset: staged(reset),
    broken: staged(broken),
    push: staged(push),
    force: staged(force),
    production: { host: broken, ssh: ssh.production, rules: { promotesFrom: 'reset' } },
  });
});
afterAll(async () => scene[Symbol.asyncDispose]());

const count = async ({ databaseUrl }: DemoHost, table: string) =>
  (await execute<{ n: number }>(databaseUrl, `SELECT count(*)::int AS n FROM "${table}"`))[0]?.n;
const confirm = (who: Name, environment: string) => scene.submit(who, { 'losses.environment': environment });

test('a reset lists what is lost, wants the name typed, and takes a backup first', async () => {
  await execute(reset.databaseUrl, `INSERT INTO "Country" (code, name) VALUES ('FR', 'France')`);
  await scene.type('ana', 'reset reset');
  await scene.hears('ana', 'right-missing', 'destroy');
  await scene.type('ben', 'reset reset');
  const listed = await lossesShown(
    scene,
    'ben',
    'Order',
    'OrderLine',
    'about 20 rows',
    '7 migrations',
    'Type the name',
  );
  expect(listed).not.toContain('_prisma_migrations');
  expect(await confirm('ben', 'Reset')).toMatchObject({ kind: 'errors' });
  expect(await count(reset, 'Country')).toBe(4);
  await confirm('ben', 'reset');
  await scene.cardOf('reset', 'Succeeded', '7 of 7 applied anew', 'pre-reset', 'run.restore');
  expect(await count(reset, 'Country')).toBe(3);
});

test('the button on its card brings back what was there', async () => {
  const card = await scene.cardOf('reset', 'Succeeded', 'run.restore');
  await scene.press('ben', card, 'run.restore');
  await lossesShown(scene, 'ben', 'Ask for the restore', 'pre-reset');
  await scene.submit('ben');
  await scene.cardOf('reset', 'Succeeded', 'Restore reset from a backup');
  expect(await count(reset, 'Country')).toBe(4);
});

test('a reset that stops at a migration says how far it came, and offers the backup', async () => {
  await editMigration(broken, '20240226110000_add_order_status', () => 'ALTER TABLE "Nowhere" ADD COLUMN x int;\n');
  await scene.type('cleo', 'reset broken');
  await lossesShown(scene, 'cleo', 'Type the name');
  await confirm('cleo', 'broken');
  const card = await scene.failedCardOf('broken');
  expect(saysAll(card, ['reset-unfinished', '4 of 7 migrations', 'run.restore', 'Nowhere'])).toBe(true);
  expect(await count(broken, 'Order')).toBe(20);
});

const pushing = async (warning: string) => {
  await scene.type('finn', 'push push');
  await lossesShown(scene, 'finn', 'drop the column `preferences`', warning);
};

test("a push lists Prisma's own warnings, and stops where they are others by the time it begins", async () => {
  await editSchema(push, (schema) => schema.replace(/^ {2}preferences Json.*\n/m, ''));
  await pushing('still contains 2 non-null values');
  await execute(push.databaseUrl, `INSERT INTO "User" (email) VALUES ('new@gold-factory.example')`);
  await confirm('finn', 'push');
  const stopped = await scene.cardOf('push', 'Did not succeed', 'warnings-changed', '3 non-null values');
  expect(saysAll(stopped, ['The database was not changed'])).toBe(true);
  expect((await execute(push.databaseUrl, 'SELECT preferences FROM "User"')).length).toBe(3);
});

test('a push loses what was confirmed and no more, after a backup', async () => {
  await pushing('still contains 3 non-null values');
  await confirm('finn', 'push');
  await scene.cardOf('push', 'Succeeded', 'pre-push', 'run.restore');
  await expect(execute(push.databaseUrl, 'SELECT preferences FROM "User"')).rejects.toThrow('does not exist');
  expect(await count(push, 'User')).toBe(3);
});

test('a push of what is there already is not offered', async () => {
  await scene.type('finn', 'push push');
  await lossesShown(scene, 'finn', 'There is nothing to push');
});

test('what the rows do not allow is pushed only by dropping everything, after that was listed', async () => {
  await editSchema(force, withField('must Int'));
  await scene.type('dan', 'push force');
  await lossesShown(scene, 'dan', 'not possible', 'required column `must`', '--force-reset', 'about 20 rows');
  expect(await count(force, 'Order')).toBe(20);
  await confirm('dan', 'force');
  await scene.cardOf('force', 'Succeeded', '--force-reset', 'run.restore');
  expect(await count(force, 'Order')).toBe(0);
  expect(await execute(force.databaseUrl, 'SELECT must FROM "Product"')).toEqual([]);
});

test('neither exists on a protected environment, for nobody', async () => {
  for (const command of ['reset', 'push']) {
    await scene.type('ben', `${command} production`);
    await scene.hears('ben', 'protected-environment', `/migrate ${command}`);
  }
});
