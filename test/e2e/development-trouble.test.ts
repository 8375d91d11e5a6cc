import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { DemoHost } from '../../playground/hosts/host-layout.ts';
import { migrationNames } from '../../playground/hosts/migrations.ts';
import { breakHealth } from '../../playground/hosts/service.ts';
import { execute } from '../../playground/servers/postgres.ts';
import type { Name } from '../../playground/stage/cast.ts';
import { developmentRules, editSchema, lossesShown, withField } from '../support/development.ts';
import { type FreshHostOptions, freshHost } from '../support/hosts.ts';
import { openScene, patienceMs, type Scene, says } from '../support/stages.ts';

const hosts: Record<string, FreshHostOptions> = {
  unsaved: { backup: 'failing' },
  unwell: {},
  pushed: {},
  doubled: {},
  guarded: {},
  blank: { database: 'empty' },
};
type Where = 'unsaved' | 'unwell' | 'pushed' | 'doubled' | 'guarded' | 'blank';

describe.concurrent('development that does not come to a good end', { timeout: patienceMs * 3 }, () => {
  let scene: Scene;
  const built = new Map<string, DemoHost>();
  const at = (name: Where): DemoHost => built.get(name) ?? expect.fail(name);

  beforeAll(async () => {
    const { ssh } = inject('realParts');
    const staged = await Promise.all(
      Object.entries(hosts).map(async ([name, options]) => {
        const host = await freshHost({ name, layout: 'plain', ...options });
        built.set(name, host);
        return [name, { host, ssh: ssh.staging, rules: developmentRules }] as const;
      }),
    );
    await rm(path.join(at('blank').appDirectory, 'prisma/migrations'), { recursive: true });
    scene = await openScene(Object.fromEntries(staged));
  }, patienceMs * 3);
  afterAll(async () => scene?.[Symbol.asyncDispose]());

  const count = async (name: Where, table: string) =>
    (await execute<{ n: number }>(at(name).databaseUrl, `SELECT count(*)::int AS n FROM "${table}"`))[0]?.n;

  /** Asks for a reset or a push, types the name, and answers with the card once it says every word. */
  const confirmed = async (who: Name, command: 'reset' | 'push', name: Where, words: string[]) => {
    await scene.type(who, `${command} ${name}`);
    await lossesShown(scene, who, name, 'Type the name');
    await scene.submit(who, { 'losses.environment': name });
    return scene.message([`\`gold-factory/${name}\` · run`, ...words]);
  };

  test('without its backup nothing is made, reset or pushed', async () => {
    await editSchema(at('unsaved'), withField('alloy String?'));
    const before = await migrationNames(at('unsaved'));
    await scene.type('ana', 'dev unsaved add_alloy');
    const made = await scene.message(['unsaved', 'add_alloy', 'Did not succeed']);
    const pushed = await confirmed('ben', 'push', 'unsaved', ['Push', 'Did not succeed']);
    const cards = [made, pushed, await confirmed('ben', 'reset', 'unsaved', ['Reset unsaved', 'Did not succeed'])];
    for (const card of cards)
      says(card, 'Did not succeed* at backup', 'disk-full', 'The database was not changed.', 'run.ask-again');
    await scene.press('ben', pushed, 'run.ask-again');
    await lossesShown(scene, 'ben', 'Push the schema', 'Type the name');
    expect(await scene.submit('ben', { 'losses.environment': 'staging' })).toMatchObject({ kind: 'errors' });
    expect(await migrationNames(at('unsaved'))).toEqual(before);
    expect(await count('unsaved', 'Order')).toBe(20);
  });

  test('a reset after which the app is not well says what is lost, and where the database of before is', async () => {
    await execute(at('unwell').databaseUrl, `INSERT INTO "Country" (code, name) VALUES ('FR', 'France')`);
    await breakHealth(at('unwell'), true);
    const card = await confirmed('cleo', 'reset', 'unwell', ['Did not succeed']);
    says(card, 'Did not succeed* at health check', 'health-failed', 'run.restore');
    says(card, 'empty but for what its migrations put there', 'The one before: ', 'pre-reset');
    expect(await count('unwell', 'Country')).toBe(3);
  });

  test('a push that PostgreSQL refuses says so, and offers the backup', async () => {
    const { databaseUrl } = at('doubled');
    await execute(
      databaseUrl,
      `INSERT INTO "Customer" (name, "countryCode") VALUES ('Old Mint', 'DE'), ('Old Mint', 'DE')`,
    );
    const customers = await count('doubled', 'Customer');
    await editSchema(at('doubled'), (schema) =>
      withField('alloy String?')(
        schema.replace('name      String\n  country ', 'name      String @unique\n  country '),
      ),
    );
    const card = await confirmed('dan', 'push', 'doubled', ['Did not succeed']);
    says(card, 'Did not succeed* at push', 'push-unfinished', 'run.restore', 'Customer_name_key', 'The one before: ');
    expect(await count('doubled', 'Customer')).toBe(customers);
  });

  test('a push after which the app is not well says that the database is changed, and where the one before is', async () => {
    await editSchema(at('pushed'), withField('alloy String?'));
    await breakHealth(at('pushed'), true);
    await confirmed('dan', 'push', 'pushed', ['*health check* running']);
    const card = await scene.cardOf('pushed', 'Did not succeed* at health check');
    says(card, 'health-failed', 'The database is what the schema says.', 'The one before: ', 'run.restore');
    says(card, 'Look at the app, or restore the backup.', 'run.show-log');
  });

  test('a reset that may drop nothing leaves everything as it was', async () => {
    const host = at('guarded');
    await execute(
      host.databaseUrl,
      `CREATE ROLE guarded LOGIN PASSWORD 'pw' IN ROLE pg_read_all_data, pg_write_all_data`,
    );
    const url = new URL(host.databaseUrl);
    [url.username, url.password] = ['guarded', 'pw'];
    const file = path.join(host.directory, '.env');
    await writeFile(file, (await readFile(file, 'utf8')).replace(host.databaseUrl, url.href));
    const card = await confirmed('finn', 'reset', 'guarded', ['Did not succeed']);
    says(card, 'Did not succeed* at reset', 'Nothing was dropped: the database is as it was', 'must be owner');
    expect(JSON.stringify(card.blocks)).not.toContain('run.restore');
    expect(await count('guarded', 'Order')).toBe(20);
  });

  test("a project's very first migration is made, with what Prisma keeps beside it, also where the app is not well then", async () => {
    const { appDirectory, databaseUrl } = at('blank');
    await breakHealth(at('blank'), true);
    await scene.type('ana', 'dev blank init');
    await scene.cardOf('blank', '*health check* running');
    const card = await scene.cardOf('blank', 'Did not succeed* at health check');
    says(card, 'health-failed', '1 migration applied before that', 'run.restore', 'run.show-log');
    says(card, '_init', '`migration_lock.toml` beside it stand on the host only');
    expect(await readFile(path.join(appDirectory, 'prisma/migrations/migration_lock.toml'), 'utf8')).toContain(
      'provider = "postgresql"',
    );
    expect(
      await execute(databaseUrl, 'SELECT count(*)::int AS n FROM _prisma_migrations WHERE finished_at IS NOT NULL'),
    ).toEqual([{ n: 1 }]);
    expect(await count('blank', 'Order')).toBe(0);
  });
});
