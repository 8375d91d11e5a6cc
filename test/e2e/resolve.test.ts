import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import type { DemoHost } from '../../playground/hosts/host-layout.ts';
import { addMigration, applyMigrations, editMigration } from '../../playground/hosts/migrations.ts';
import { execute } from '../../playground/servers/postgres.ts';
import type { Message } from '../../playground/slack-emulator/model.ts';
import { cast, type Name } from '../../playground/stage/cast.ts';
import { type FreshHostOptions, freshHost } from '../support/hosts.ts';
import { openScene, patienceMs, type Scene, says, saysAll } from '../support/stages.ts';

const parcels = '20260101000000_add_parcels';
const later = '20260102000000_add_labels';
const broken = `CREATE TABLE "Parcel" (id int PRIMARY KEY);
ALTER TABLE "Order" ADD CONSTRAINT "Order_large" CHECK (id > 1000000);
CREATE INDEX "Parcel_id_idx" ON "Parcel" (id);
`;
const uniqueIndex = 'CREATE UNIQUE INDEX CONCURRENTLY "Order_once_idx" ON "Order" ((1));\n';

const hosts = new Map<string, DemoHost>();
const hostOf = (name: string): DemoHost => {
  const host = hosts.get(name);
  if (host === undefined) throw new Error(`no host ${name}`);
  return host;
};

const people = { rights: { request: Object.values(cast), approve: [cast.cleo], operate: [cast.ben] } };

async function staged(name: string, sql: string, options: FreshHostOptions = {}, rules = {}) {
  const host = await freshHost({ name, ...options });
  hosts.set(name, host);
  await addMigration(host, parcels, sql);
  return [name, { host, ssh: inject('realParts').ssh.staging, rules: { ...people, ...rules } }] as const;
}

/** Each story has its own environment and its own person, whose dialogs nobody else opens. */
describe.concurrent('a failed migration', { timeout: patienceMs * 4 }, () => {
  let scene: Scene;

  beforeAll(async () => {
    const built = await Promise.all([
      staged('whole', broken, { engineMode: 'whole' }, { approvals: { required: 1, expireAfter: '4h' } }),
      staged('split', broken, { engineMode: 'split' }),
      staged('recorded', 'CREATE TABLE "Parcel" (id int PRIMARY KEY);\n'),
      staged('index', uniqueIndex),
    ]);
    scene = await openScene(Object.fromEntries(built));
  }, patienceMs * 3);
  afterAll(async () => scene?.[Symbol.asyncDispose]());

  test('that left nothing behind is marked as rolled back from its card, with approval, only as long as that is true, and deployed again', async () => {
    const host = hostOf('whole');
    const asked = await deployed('ana', 'whole');
    await scene.press('cleo', asked, 'run.approve');
    const card = await scene.cardSays(asked, 'Did not succeed', 'resolve.rolled-back', 'resolve.applied');

    await scene.press('ana', card, 'resolve.rolled-back');
    const modal = await filled('ana', 'nothing of it is there', 'is what is true');
    expect(modal).toContain('(3 statements looked for)');
    await scene.submit('ana');
    const mark = await scene.message([`Mark ${parcels} as rolled back on whole`, 'run.approve']);
    says(mark, 'nothing of it is there', 'applies its file again');
    expect(await standing(host)).toBe('failed');

    await execute(host.databaseUrl, 'CREATE TABLE "Parcel" (id int PRIMARY KEY)');
    await scene.press('cleo', mark, 'run.approve');
    const stopped = await scene.cardSays(mark, 'Did not succeed', 'found-differs', 'resolve.rolled-back');
    says(stopped, 'nothing of', 'now it is a part of it');
    expect(await standing(host)).toBe('failed');

    await execute(host.databaseUrl, 'DROP TABLE "Parcel"');
    await scene.press('ana', stopped, 'resolve.rolled-back');
    await filled('ana', 'nothing of it is there', 'is what is true');
    await scene.submit('ana');
    const again = await scene.message([`Mark ${parcels} as rolled back on whole`, 'run.approve']);
    await scene.press('cleo', again, 'run.approve');
    const done = await scene.cardSays(again, 'Succeeded', 'Deploy again', 'Restore a backup');
    says(done, 'is recorded as rolled back');
    expect(await standing(host)).toBe('rolled back');

    await editMigration(host, parcels, (sql) => sql.replace('> 1000000', '> 0'));
    await scene.press('ana', done, 'run.redeploy');
    const deploy = await scene.message(['Deploy 1 migration to whole', 'run.approve']);
    await scene.press('cleo', deploy, 'run.approve');
    says(await scene.cardSays(deploy, 'Succeeded'), '1 migration applied');
  });

  test('that left a part behind: what is left is offered as SQL, and once a person ran it, it is marked as applied', async () => {
    const host = hostOf('split');
    await failedDeploy('dan', 'split');
    await scene.type('dan', `resolve split rolled-back ${parcels}`);
    const some = await scene.message(['Resolve', 'on split', 'a part of it is there (1 of 3 statements)']);
    says(some, 'What is left to run', 'What takes it away again', 'DROP TABLE', 'Review:', 'Neither end is true yet');
    const files = await attached(some, 2);
    expect(files.join('\n')).toContain('DROP TABLE "Parcel";');
    const completion = files.find((content) => content.includes('Order_large')) ?? '';
    expect(completion).not.toContain('CREATE TABLE');

    await execute(host.databaseUrl, completion.replace('> 1000000', '> 0'));
    await scene.press('dan', some, 'resolve.look-again');
    await scene.cardSays(some, 'all of it is there (3 statements)', 'So *applied*');
    await scene.type('dan', 'resolve split applied add_parcels');
    const all = await scene.message(['Resolve', 'on split', 'all of it is there (3 statements)', 'So *applied*']);
    await scene.press('dan', all, 'resolve.applied');
    await filled('dan', 'all of it is there');
    await addMigration(host, later, 'CREATE TABLE "Label" (id int);\n');
    await scene.submit('dan');
    const done = await scene.message([`Mark ${parcels} as applied on split`, 'Succeeded']);
    expect(await standing(host)).toBe('applied');
    await scene.press('dan', done, 'run.redeploy');
    says(await scene.message(['Deploy 1 migration to split', 'Succeeded', later]), '1 migration applied');
  });

  test('that is all there and recorded as failed: the other end takes a reason', async () => {
    const host = hostOf('recorded');
    await applyMigrations(host);
    await execute(
      host.databaseUrl,
      `UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name = '${parcels}'`,
    );
    await scene.type('cleo', 'status recorded');
    const status = await scene.message(['Status of recorded', 'resolve.applied', 'resolve.rolled-back']);
    says(status, `/migrate resolve gold-factory/recorded applied ${parcels}`);

    await scene.press('cleo', status, 'resolve.rolled-back');
    await filled('cleo', 'all of it is there', 'takes a reason');
    const outcome = await scene.submit('cleo', { 'resolve.why': 'the table is taken away by hand tonight' });
    expect(outcome).toMatchObject({ kind: 'closed' });
    const otherwise = await scene.message([
      'as rolled back on recorded',
      'the table is taken away by hand tonight',
      'Succeeded',
    ]);
    expect(await standing(host)).toBe('rolled back');
    says(otherwise, 'all of it is there');

    await scene.type('cleo', `resolve recorded rolled-back ${parcels}`);
    const twice = await scene.message(['Resolve', 'on recorded', 'not-failed', 'P3012']);
    expect(saysAll(twice, ['"resolve.rolled-back"'])).toBe(false);
    await scene.press('cleo', twice, 'resolve.applied');
    await filled('cleo', 'all of it is there');
    await scene.submit('cleo');
    await scene.message([`as applied on recorded`, 'Succeeded']);
    expect(await standing(host)).toBe('applied');
    await scene.type('cleo', `resolve recorded applied ${parcels}`);
    says(await scene.message(['on recorded', 'already-applied', 'P3008']), '/migrate rollback');
  });

  test('that left an invalid index: it is named, dropped by whoever may, and the deploy goes through', async () => {
    const host = hostOf('index');
    await failedDeploy('ben', 'index');
    await scene.type('ben', `resolve index rolled-back ${parcels}`);
    const card = await scene.message(['Resolve', 'on index', 'Invalid index', 'Order_once_idx', 'resolve.drop-index']);
    await scene.press('dan', card, 'resolve.drop-index');
    await scene.hears('dan', 'right-missing');
    await scene.press('ben', card, 'resolve.drop-index');
    const dropped = await scene.cardSays(card, 'dropped', 'nothing of it is there');
    says(dropped, `<@${cast.ben}> had`);
    expect(saysAll(dropped, ['resolve.drop-index'])).toBe(false);
    expect(await execute(host.databaseUrl, `SELECT 1 FROM pg_class WHERE relname = 'Order_once_idx'`)).toEqual([]);

    await scene.press('ben', dropped, 'resolve.rolled-back');
    await filled('ben', 'nothing of it is there');
    await scene.submit('ben');
    const done = await scene.message([`as rolled back on index`, 'Succeeded']);
    await editMigration(host, parcels, (sql) => sql.replace('((1))', '(id)'));
    await scene.press('ben', done, 'run.redeploy');
    await scene.message(['Deploy 1 migration to index', 'Succeeded']);

    await addMigration(host, later, 'CREATE TABLE "Label" (id int);\n');
    await scene.type('ben', `resolve index rolled-back ${later}`);
    says(await scene.message(['on index', 'never-applied', 'P3011']), '/migrate deploy');
    await scene.type('ben', 'resolve index applied 20990101000000_nothing');
    await scene.message(['on index', 'unknown-migration']);
  });

  const deployed = async (who: Name, environment: string, ...words: readonly string[]): Promise<Message> => {
    await scene.type(who, `deploy ${environment}`);
    return scene.message([`Deploy 1 migration to ${environment}`, ...(words.length === 0 ? ['run.approve'] : words)]);
  };
  const failedDeploy = (who: Name, environment: string) => deployed(who, environment, 'Did not succeed', 'P3018');

  /** Waits until a worker's look has filled the person's dialog. */
  const filled = async (who: Name, ...words: readonly string[]): Promise<string> => {
    const { slack } = scene.stage;
    const look = () => {
      const text = JSON.stringify(slack.person(cast[who]).modal()?.definition ?? '');
      return words.every((word) => text.includes(word)) ? text : undefined;
    };
    return (
      (await slack.waitFor(look, { what: `${who}'s dialog to say ${words.join(', ')}`, timeoutMs: patienceMs })) ?? ''
    );
  };

  const attached = async ({ channel, ts }: Message, amount: number): Promise<readonly string[]> => {
    const { slack } = scene.stage;
    const look = () => {
      const files = slack
        .channel(channel)
        .thread(ts)
        .flatMap((message) => message.files);
      return files.length >= amount ? files.map(({ content }) => String(content)) : undefined;
    };
    return (await slack.waitFor(look, { what: 'files in the thread', timeoutMs: patienceMs })) ?? [];
  };
});

/** How the newest row of the migration stands. */
async function standing({ databaseUrl }: DemoHost): Promise<string> {
  const [row] = await execute<{ finished: boolean; back: boolean }>(
    databaseUrl,
    `SELECT finished_at IS NOT NULL AS finished, rolled_back_at IS NOT NULL AS back FROM _prisma_migrations
     WHERE migration_name = $1 ORDER BY started_at DESC LIMIT 1`,
    [parcels],
  );
  if (row === undefined) return 'none';
  return row.back ? 'rolled back' : row.finished ? 'applied' : 'failed';
}
