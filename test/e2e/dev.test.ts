import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { DemoHost } from '../../playground/hosts/host-layout.ts';
import { addMigration, migrationFile, migrationNames } from '../../playground/hosts/migrations.ts';
import { execute } from '../../playground/servers/postgres.ts';
import { developmentRules, editSchema, lossesShown, withField } from '../support/development.ts';
import { freshHost } from '../support/hosts.ts';
import { openScene, type Scene, saysAll } from '../support/stages.ts';

let scene: Scene;
let plain: DemoHost;
let broken: DemoHost;
let drifted: DemoHost;
let image: DemoHost;

beforeAll(async () => {
  const { ssh } = inject('realParts');
  [plain, broken, drifted, image] = await Promise.all([
    freshHost({ name: 'plain', layout: 'plain' }),
    freshHost({ name: 'broken', layout: 'plain' }),
    freshHost({ name: 'drifted', layout: 'plain' }),
    freshHost({ name: 'image' }),
  ]);
  const staged = (host: DemoHost, rules: object = developmentRules) => ({
    host,
    ssh: ssh.staging,
    rules: rules as Readonly<Record<string, unknown>>,
  });
  scene = await openScene({
    plain: staged(plain),
    broken: staged(broken),
    drifted: staged(drifted),
    image: staged(image),
    staging: staged(image, { ...developmentRules, allow: ['reset'] }),
    production: { host: image, ssh: ssh.production },
  });
});
afterAll(async () => scene[Symbol.asyncDispose]());

const productColumns = async ({ databaseUrl }: DemoHost) => {
  const rows = await execute(
    databaseUrl,
    `SELECT column_name FROM information_schema.columns WHERE table_name = 'Product'`,
  );
  return rows.map(({ column_name }) => column_name);
};

test('a migration is made from the schema, shown, written where Prisma reads it, and applied byte for byte', async () => {
  await editSchema(plain, withField('alloy String?'));
  await scene.type('ana', 'dev plain Add_alloy');
  const card = await scene.cardOf('plain', 'Succeeded', '_add_alloy', 'commit it');
  const name = (await migrationNames(plain)).find((one) => one.endsWith('_add_alloy')) ?? '';
  expect(saysAll(card, [name, 'create the migration', '*Risk:*', '*safe*', 'Read SQL'])).toBe(true);
  await scene.press('ana', card, 'run.review');
  await lossesShown(scene, 'ana', name, 'ALTER TABLE', 'alloy');
  expect(await readFile(migrationFile(plain, name), 'utf8')).toBe(
    '-- AlterTable\nALTER TABLE "Product" ADD COLUMN     "alloy" TEXT;\n',
  );
  expect(await productColumns(plain)).toContain('alloy');
  const rows = await execute(
    plain.databaseUrl,
    'SELECT finished_at IS NOT NULL AS done FROM _prisma_migrations WHERE migration_name = $1',
    [name],
  );
  expect(rows).toEqual([{ done: true }]);
  const begun = `SELECT detail->>'step' AS step FROM audit WHERE action = 'step.begun' ORDER BY sequence`;
  const steps = (await execute(scene.stage.databaseUrl, begun)).map(({ step }) => step);
  expect(steps).toEqual(['backup', 'create', 'deploy']);
});

test('where the schema has nothing new, nothing is made', async () => {
  await scene.type('ana', 'dev plain once_more');
  await scene.cardOf('plain', 'Schema and database agree');
  expect((await migrationNames(plain)).some((one) => one.endsWith('_once_more'))).toBe(false);
});

test('what is pending is applied without a name, and comes before anything new', async () => {
  await addMigration(plain, '20260110000000_add_vault', 'CREATE TABLE "Vault" ("id" INTEGER PRIMARY KEY);\n');
  await scene.type('ana', 'dev plain too_early');
  await scene.cardOf('plain', 'apply-first', '20260110000000_add_vault');
  await scene.type('ana', 'dev plain');
  await scene.cardOf('plain', 'Succeeded', 'Apply 1 migration on plain', '20260110000000_add_vault');
  expect(await execute(plain.databaseUrl, 'SELECT count(*)::int AS n FROM "Vault"')).toEqual([{ n: 0 }]);
});

test('a migration that PostgreSQL refuses stays written and failed, with its ways out', async () => {
  await execute(broken.databaseUrl, `INSERT INTO "Customer" (name, "countryCode") VALUES ('Old Mint', 'DE')`);
  await editSchema(broken, (schema) =>
    schema.replace('name      String\n  country ', 'name      String @unique\n  country '),
  );
  await scene.type('ana', 'dev broken unique_names');
  const card = await scene.failedCardOf('broken');
  expect(saysAll(card, ['migration-failed', '23505', 'Two ways out', 'run.restore'])).toBe(true);
  expect((await migrationNames(broken)).some((one) => one.endsWith('_unique_names'))).toBe(true);
});

test('where Prisma would reset the database nothing is made, and the ways out are said', async () => {
  await execute(drifted.databaseUrl, 'ALTER TABLE "Product" ADD COLUMN "byHand" TEXT');
  await editSchema(drifted, withField('alloy String?'));
  const before = await migrationNames(drifted);
  await scene.type('ana', 'dev drifted add_alloy');
  const card = await scene.failedCardOf('drifted');
  expect(saysAll(card, ['would-reset', 'byHand', 'Godwit never does'])).toBe(true);
  expect(await migrationNames(drifted)).toEqual(before);
  expect(await productColumns(drifted)).toEqual(expect.arrayContaining(['byHand']));
});

test("nothing is written into an image's files", async () => {
  await editSchema(image, withField('alloy String?'));
  const before = await migrationNames(image);
  await scene.type('ana', 'dev image add_alloy');
  const card = await scene.failedCardOf('image');
  expect(saysAll(card, ['files-of-an-image', 'prisma migrate dev --name'])).toBe(true);
  expect(await migrationNames(image)).toEqual(before);
});

test('it does not exist where it is not named, nor on a protected environment for anybody', async () => {
  await scene.type('ana', 'dev staging add_alloy');
  expect(await scene.hears('ana', 'not-allowed-here')).toContain('allow');
  await scene.type('ben', 'dev production add_alloy');
  expect(await scene.hears('ben', 'protected-environment')).toContain('it is protected');
  await scene.type('ana', 'dev plain --force');
  await scene.hears('ana', 'usage', 'letters a–z');
});
