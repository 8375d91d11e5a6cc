import { appendFile, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { DemoHost } from '../../playground/hosts/host-layout.ts';
import { migrationFile, migrationNames } from '../../playground/hosts/migrations.ts';
import { createLogin, execute } from '../../playground/servers/postgres.ts';
import type { Message } from '../../playground/slack-emulator/model.ts';
import { cast, channels, type Name as Person } from '../../playground/stage/cast.ts';
import { freshHost } from '../support/hosts.ts';
import { openScene, patienceMs, type Scene, says } from '../support/stages.ts';

const newest = '20240402090000_require_country';
const layouts = {
  drifted: 'container',
  weak: 'container',
  plain: 'plain',
  turned: 'plain',
  watched: 'container',
} as const;
type Name = keyof typeof layouts;

/** On real hosts, with the real Prisma: what it says of a difference, and the way back that it makes. */
describe.concurrent('the database beside its migrations', { timeout: patienceMs * 4 }, () => {
  const hosts = new Map<string, DemoHost>();
  let scene: Scene;

  beforeAll(async () => {
    const rules = {
      rights: { request: [cast.ana, cast.cleo, cast.dan], approve: [cast.ben] },
      approvals: { required: 1, expireAfter: '4h' },
    };
    const built = await Promise.all(
      Object.entries(layouts).map(async ([name, layout]) => {
        const host = await freshHost({ name, layout });
        hosts.set(name, host);
        if (name === 'watched') await execute(host.databaseUrl, 'CREATE INDEX by_hand ON "Product" (karat)');
        const own = name === 'watched' ? { ...rules, drift: 'every 24h' } : rules;
        return [name, { host, ssh: inject('realParts').ssh.staging, rules: own }] as const;
      }),
    );
    scene = await openScene(Object.fromEntries(built));
  }, patienceMs * 4);
  afterAll(async () => scene?.[Symbol.asyncDispose]());

  const on = (name: Name): DemoHost => {
    const host = hosts.get(name);
    if (host === undefined) throw new Error(`looking for the host ${name}: there is none`);
    return host;
  };

  /** The text of a file in the thread of a message. */
  async function attached({ ts }: Message, name: string): Promise<string> {
    const { slack } = scene.stage;
    const find = () =>
      slack
        .channel(channels.migrations)
        .thread(ts)
        .flatMap(({ files }) => files)
        .find((file) => file.name === name);
    const found = await slack.waitFor(find, { what: `the file ${name}`, timeoutMs: patienceMs });
    return found?.content.toString('utf8') ?? '';
  }

  /** Somebody chooses the way back by a migration; a modal each, since all go on at once. */
  async function askedForDown(who: Person, name: Name): Promise<Message> {
    const { slack } = scene.stage;
    const person = slack.person(cast[who]);
    await scene.type(who, `rollback ${name}`);
    const ways = () => {
      const view = person.modal();
      return JSON.stringify(view?.definition ?? '').includes('restore.down') ? view : undefined;
    };
    const view = await slack.waitFor(ways, { what: 'the ways back', timeoutMs: patienceMs });
    if (view === undefined) throw new Error('looking for the ways back: no modal');
    await person.pickInModal(view, 'restore.down');
    await slack.waitFor(() => JSON.stringify(person.modal()?.definition ?? '').includes('down.newest') || undefined);
    await scene.submit(who);
    return scene.message([`Roll back with a migration on ${name}`, 'Takes back']);
  }

  test('drift: both directions, reviewed, whole in the thread; what reverts it does revert it', async () => {
    const { databaseUrl } = on('drifted');
    await execute(databaseUrl, 'CREATE TABLE "Note" (id int PRIMARY KEY); ALTER TABLE "Product" ADD COLUMN hint text');
    await scene.type('ana', 'drift drifted');
    const card = await scene.message(['Drift of drifted', 'Revert it']);
    says(
      card,
      'CREATE TABLE',
      'DROP COLUMN',
      'a table is dropped',
      'resolve gold-factory/drifted applied',
      'not views, triggers',
    );
    expect(await attached(card, 'adopt.sql')).toContain('ADD COLUMN     "hint" TEXT;');
    await execute(databaseUrl, await attached(card, 'revert.sql'));
    await scene.type('ana', 'drift drifted');
    says(await scene.message(['Drift of drifted', 'No difference']), '7 applied migrations', 'Prisma 7.10');
    expect(await shadows(databaseUrl)).toEqual([]);
  });

  test('looked for by schedule: told without being asked, because something is otherwise', async () => {
    const card = await scene.message(['Drift of watched', 'told because something changed']);
    says(card, 'CREATE INDEX', 'by_hand');
    expect(JSON.stringify(card.blocks)).not.toContain('Asked by');
    expect(await attached(card, 'revert.sql')).toContain('DROP INDEX');
  });

  test('a login that may not create databases: compared with the schema file, and that is said', async () => {
    const { databaseUrl, appDirectory } = on('weak');
    const weak = await createLogin(databaseUrl);
    await execute(databaseUrl, `GRANT ALL ON ALL TABLES IN SCHEMA public TO "${new URL(weak).username}"`);
    await appendFile(path.join(appDirectory, '../container.env'), `DATABASE_URL='${weak}'\n`);
    await scene.type('ana', 'drift weak');
    says(await scene.message(['Drift of weak', 'No difference']), 'schema file', 'shadow database');
  });

  test('a rollback by a migration: made by Prisma, written, asked for, approved, deployed', async () => {
    const host = on('plain');
    const answer = await askedForDown('ana', 'plain');
    says(answer, newest, 'DROP NOT NULL', 'Data does not come back', 'down.write');
    await scene.press('ana', answer, 'down.write');
    const card = await scene.cardOf('plain', 'Rolls back', newest, 'run.approve');
    says(await scene.cardSays(answer, 'its deploy is run'), 'Commit it, too');
    await scene.press('ben', card, 'run.approve');
    await scene.cardSays(card, 'Succeeded');
    expect(await nullable(host)).toBe('YES');
    const written = (await migrationNames(host)).at(-1) ?? '';
    expect(written).toMatch(/^\d{14}_rollback_require_country$/);
    expect(await readFile(migrationFile(host, written), 'utf8')).toBe(await attached(answer, `${written}.sql`));
  });

  test('rejected before it ran: the file is taken away again, and both are recorded', async () => {
    const host = on('turned');
    const before = await migrationNames(host);
    const answer = await askedForDown('cleo', 'turned');
    await scene.press('cleo', answer, 'down.write');
    const card = await scene.cardOf('turned', 'Rolls back', 'run.reject');
    expect(await migrationNames(host)).toHaveLength(before.length + 1);
    await scene.press('ben', card, 'run.reject');
    await scene.submit('ben', { 'reject.reason': 'not today' });
    await scene.cardSays(card, 'was removed again');
    expect(await migrationNames(host)).toEqual(before);
    expect(await nullable(host)).toBe('NO');
    expect((await readdir(path.join(host.appDirectory, 'prisma'))).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  test("an image's files are not changed: said, with the file to commit", async () => {
    const answer = await askedForDown('dan', 'drifted');
    says(answer, 'the files of an image', 'Commit it');
    expect(JSON.stringify(answer.blocks)).not.toContain('down.write');
    expect(await attached(answer, `${/\d{14}_rollback_\w+/.exec(JSON.stringify(answer.blocks))?.[0]}.sql`)).toContain(
      'ALTER TABLE',
    );
  });
});

const shadows = (url: string) =>
  execute(url, `SELECT datname FROM pg_database WHERE datname LIKE 'prisma_migrate_shadow%'`);

async function nullable({ databaseUrl }: DemoHost): Promise<unknown> {
  const sql = `SELECT is_nullable FROM information_schema.columns WHERE table_name = 'Customer' AND column_name = 'countryCode'`;
  const [row] = await execute(databaseUrl, sql);
  return (row as { is_nullable: unknown }).is_nullable;
}
